// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.group;

import io.natskit.jetstream.ConsumeSpec;
import io.natskit.wire.checks.Checks;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import java.time.Duration;
import java.util.function.Consumer;

/** How a member consumes. Everybody who joins under one name says the same, or the later ones are refused. */
public final class JoinSpec {
    private Duration ackWait = Duration.ofSeconds(5);
    private long maxAckPending = 1;
    private Consumer<ConsumerConfigBuilder> consumer = c -> {};
    private Consumer<ConsumeSpec> consume = c -> {};

    /** The defaults. */
    public JoinSpec() {}

    /**
     * How long a message may take; default 5 s, at least 1 s. The rest follows from it: another who joined under the same name takes over after so long a silence, and what a member
     * that went held is given to others after it.
     */
    public JoinSpec ackWait(Duration wait) {
        this.ackWait = Checks.atLeast("ackWait", wait, Duration.ofSeconds(1));
        return this;
    }

    /** How many messages of this member may be unacknowledged; default 1, which is what makes one message of a key wait for the one before. More is for those whose keys need no order. */
    public JoinSpec maxAckPending(long messages) {
        this.maxAckPending = Checks.atLeast("maxAckPending", messages, 1);
        return this;
    }

    /** More about the member's consumer: where it begins, deliveries at most, ... Name, filters, priority group and times are the group's. */
    public JoinSpec consumer(Consumer<ConsumerConfigBuilder> more) {
        this.consumer = more;
        return this;
    }

    /** How messages are pulled and handed over: {@link ConsumeSpec#dispatch}, {@link ConsumeSpec#ahead(int)}, {@link ConsumeSpec#onEvent}. Priority group and times are the group's. */
    public JoinSpec consume(Consumer<ConsumeSpec> more) {
        this.consume = more;
        return this;
    }

    /** See {@link #ackWait(Duration)}. */
    public Duration ackWait() {
        return ackWait;
    }

    /** See {@link #maxAckPending(long)}. */
    public long maxAckPending() {
        return maxAckPending;
    }

    /** See {@link #consumer(Consumer)}. */
    public Consumer<ConsumerConfigBuilder> consumer() {
        return consumer;
    }

    /** See {@link #consume(Consumer)}. */
    public Consumer<ConsumeSpec> consume() {
        return consume;
    }
}
