// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When enough answers were gathered; whatever comes first: {@code g -> g.quorum(2).timeout(ofSeconds(1))}. Not safe for use by several threads. */
public final class GatherSpec {
    private @Nullable Duration timeout;
    private Duration stall = Duration.ofMillis(300);
    private int quorum;
    private int answersMax;

    /** All that come in time. */
    public GatherSpec() {}

    /** How long to wait in all; default {@link ServicesOptions#timeout()}. The services are told. */
    public GatherSpec timeout(Duration timeout) {
        this.timeout = Checks.positive("timeout", timeout);
        return this;
    }

    /** The longest gap after the first answer; default 300 ms. */
    public GatherSpec stall(Duration gap) {
        this.stall = Checks.positive("stall", gap);
        return this;
    }

    /** Ends with so many answers that are no errors: 1 for the fastest that can. Default 0: no such end. */
    public GatherSpec quorum(int answers) {
        this.quorum = Checks.atLeast("quorum", answers, 0);
        return this;
    }

    /** Ends with so many answers, errors too: as many as there are services, where that is known. Default 0: no such end. */
    public GatherSpec answersMax(int answers) {
        this.answersMax = Checks.atLeast("answersMax", answers, 0);
        return this;
    }

    /** See {@link #timeout(Duration)}. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** See {@link #stall(Duration)}. */
    public Duration stall() {
        return stall;
    }

    /** See {@link #quorum(int)}. */
    public int quorum() {
        return quorum;
    }

    /** See {@link #answersMax(int)}. */
    public int answersMax() {
        return answersMax;
    }
}
