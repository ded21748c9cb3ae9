// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How to subscribe; immutable. {@code SubscribeOptions.queue("workers")} or {@code SubscribeOptions.of(o -> o.queueGroup("workers").maxMessages(10))}. */
public final class SubscribeOptions {

    private static final SubscribeOptions DEFAULTS = new Builder().build();

    private final @Nullable String queueGroup;
    private final @Nullable Dispatch dispatch;
    private final long pendingMessagesMax;
    private final long pendingBytesMax;
    private final @Nullable OverflowPolicy overflow;
    private final long maxMessages;
    private final int batchMax;
    private final @Nullable Predicate<? super Message> gate;

    private SubscribeOptions(Builder b) {
        queueGroup = b.queueGroup;
        dispatch = b.dispatch;
        pendingMessagesMax = b.pendingMessagesMax;
        pendingBytesMax = b.pendingBytesMax;
        overflow = b.overflow;
        maxMessages = b.maxMessages;
        batchMax = b.batchMax;
        gate = b.gate;
    }

    /** Everything as the connection's {@link Options} say. */
    public static SubscribeOptions defaults() {
        return DEFAULTS;
    }

    /** The defaults, changed by {@code spec}. */
    public static SubscribeOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return builder.build();
    }

    /** A member of a queue group: each message goes to one member of it. */
    public static SubscribeOptions queue(String queueGroup) {
        return of(o -> o.queueGroup(queueGroup));
    }

    /** The queue group, if any. */
    public Optional<String> queueGroup() {
        return Optional.ofNullable(queueGroup);
    }

    /** Where the handler runs; empty for {@link Options#dispatch()}. */
    public Optional<Dispatch> dispatch() {
        return Optional.ofNullable(dispatch);
    }

    /** The most messages that may wait; 0 for {@link LimitOptions#pendingMessagesMax()}. */
    public long pendingMessagesMax() {
        return pendingMessagesMax;
    }

    /** The most bytes that may wait; 0 for {@link LimitOptions#pendingBytesMax()}. */
    public long pendingBytesMax() {
        return pendingBytesMax;
    }

    /** What happens at those bounds; empty for {@link LimitOptions#overflow()}. */
    public Optional<OverflowPolicy> overflow() {
        return Optional.ofNullable(overflow);
    }

    /** Ends after so many messages; 0 for never. */
    public long maxMessages() {
        return maxMessages;
    }

    /** The most messages given to one call of a {@link BatchHandler}. */
    public int batchMax() {
        return batchMax;
    }

    /** What looks at each message first, if anything. */
    public Optional<Predicate<? super Message>> gate() {
        return Optional.ofNullable(gate);
    }

    /** Collects the choices of one subscription; not safe for use by several threads. */
    public static final class Builder {
        private @Nullable String queueGroup;
        private @Nullable Dispatch dispatch;
        private long pendingMessagesMax;
        private long pendingBytesMax;
        private @Nullable OverflowPolicy overflow;
        private long maxMessages;
        private int batchMax = 1024;
        private @Nullable Predicate<? super Message> gate;

        Builder() {}

        /** The queue group; default none. No whitespace; checked as {@link SubjectCheck} says. */
        public Builder queueGroup(String name) {
            this.queueGroup = Checks.notBlank("queueGroup", name);
            return this;
        }

        /** Where the handler runs; default {@link Options#dispatch()}. Means nothing without a handler. */
        public Builder dispatch(Dispatch dispatch) {
            this.dispatch = dispatch;
            return this;
        }

        /** The most messages that may wait; default {@link LimitOptions#pendingMessagesMax()}, which 0 means too. */
        public Builder pendingMessagesMax(long messages) {
            this.pendingMessagesMax = Checks.notNegative("pendingMessagesMax", messages);
            return this;
        }

        /** The most bytes that may wait; default {@link LimitOptions#pendingBytesMax()}, which 0 means too. */
        public Builder pendingBytesMax(long bytes) {
            this.pendingBytesMax = Checks.notNegative("pendingBytesMax", bytes);
            return this;
        }

        /** What happens when the buffer is full; default {@link LimitOptions#overflow()}. */
        public Builder overflow(OverflowPolicy policy) {
            this.overflow = policy;
            return this;
        }

        /** Ends the subscription after so many messages; default 0: never. */
        public Builder maxMessages(long messages) {
            this.maxMessages = Checks.notNegative("maxMessages", messages);
            return this;
        }

        /** The most messages given to one call of a {@link BatchHandler}; default 1,024, at least 1. */
        public Builder batchMax(int messages) {
            this.batchMax = Checks.positive("batchMax", messages);
            return this;
        }

        /**
         * Looks at each message first, on the thread that reads the socket; default nothing does. What it says false to goes no further: it neither waits nor reaches
         * a handler, and no bound drops it. It must be quick and never wait; when it throws, that is reported and the message passes.
         */
        public Builder gate(Predicate<? super Message> gate) {
            this.gate = gate;
            return this;
        }

        SubscribeOptions build() {
            return new SubscribeOptions(this);
        }
    }
}
