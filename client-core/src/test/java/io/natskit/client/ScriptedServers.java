// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.Nats;
import java.time.Duration;
import java.util.function.Consumer;

/** What tests share that play servers by a script, so that the client alone is on trial: a client that tries again at once, in the order that it is told. */
abstract class ScriptedServers {
    static final Duration SOON = Duration.ofSeconds(10);

    /** A server as it should be. */
    static final FakeServer.Script SERVE = peer -> {
        peer.login();
        peer.serve();
    };

    /** A client of one server, or of those that it tells of. */
    static Connection connect(String url, Consumer<Options.Builder> more) {
        return Nats.connect(o -> {
            o.servers(s -> s.servers(url).shuffle(false));
            o.reconnect(r -> r.policy((round, random) -> Duration.ofMillis(10)));
            more.accept(o);
        });
    }
}
