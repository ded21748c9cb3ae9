// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Chooses the next server and how long to wait before it is tried, instead of the pool's order and the {@link ReconnectPolicy} (ADR-40). */
@FunctionalInterface
public interface ServerChooser {

    /**
     * What to try next.
     *
     * @param server one of the pool; another is refused and the pool's order taken instead
     * @param delay how long to wait before; zero for at once
     */
    record Choice(ServerAddress server, Duration delay) {}

    /**
     * Chooses; called before each attempt on the connection's own thread, must not wait.
     *
     * @param pool the servers in the pool's order; not empty
     * @param attempt the attempt about to be made, from 1, since the last connection
     * @param lastInfo what the last server said of itself
     * @return the choice, or empty for the pool's own
     */
    Optional<Choice> choose(List<ServerPool.Entry> pool, int attempt, Optional<ServerInfo> lastInfo);
}
