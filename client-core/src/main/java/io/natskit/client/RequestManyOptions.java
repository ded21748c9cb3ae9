// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** When a request for many replies ends; immutable. Whatever comes first ends it (ADR-47); {@link Replies#end()} says which. */
public final class RequestManyOptions {

    private final @Nullable Duration timeout;
    private final @Nullable Duration stall;
    private final int maxReplies;
    private final @Nullable Predicate<Message> sentinel;

    private RequestManyOptions(Builder b) {
        timeout = b.timeout;
        stall = b.stall;
        maxReplies = b.maxReplies;
        sentinel = b.sentinel;
    }

    /** The defaults, changed by {@code spec}. */
    public static RequestManyOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return builder.build();
    }

    /** How long to gather in all; empty for {@link Options#requestTimeout()}. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** The longest gap between two replies; empty for no such end. */
    public Optional<Duration> stall() {
        return Optional.ofNullable(stall);
    }

    /** The most replies; 0 for any number. */
    public int maxReplies() {
        return maxReplies;
    }

    /** What marks the last reply, which is not itself handed out; empty for none. */
    public Optional<Predicate<Message>> sentinel() {
        return Optional.ofNullable(sentinel);
    }

    /** Collects the ends of one request; not safe for use by several threads. */
    public static final class Builder {
        private @Nullable Duration timeout;
        private @Nullable Duration stall;
        private int maxReplies;
        private @Nullable Predicate<Message> sentinel;

        Builder() {}

        /** How long to gather in all, more than zero; default {@link Options#requestTimeout()}. */
        public Builder timeout(Duration timeout) {
            this.timeout = Checks.positive("timeout", timeout);
            return this;
        }

        /** The longest gap after the first reply, more than zero; default none. */
        public Builder stall(Duration gap) {
            this.stall = Checks.positive("stall", gap);
            return this;
        }

        /** The most replies; default 0: any number. */
        public Builder maxReplies(int replies) {
            this.maxReplies = Checks.notNegative("maxReplies", replies);
            return this;
        }

        /** A reply with an empty payload is the end; default off. */
        public Builder emptyEnds() {
            return sentinel(reply -> reply.size() == 0);
        }

        /** A reply that {@code last} accepts is the end and is not handed out; default none. Runs where replies are taken. */
        public Builder sentinel(Predicate<Message> last) {
            this.sentinel = last;
            return this;
        }

        RequestManyOptions build() {
            return new RequestManyOptions(this);
        }
    }
}
