// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.time.Duration;
import java.util.Objects;
import java.util.StringJoiner;

/** How a server notices peers that are gone or slow, and how it goes away itself. */
public final class LivenessOptions {
    private final Duration pingInterval;
    private final int pingsOutMax;
    private final boolean disableShortFirstPing;
    private final Duration writeDeadline;
    private final WriteTimeoutPolicy writeTimeout;
    private final boolean noFastProducerStall;
    private final Duration lameDuckDuration;
    private final Duration lameDuckGracePeriod;

    private LivenessOptions(Builder builder) {
        this.pingInterval = builder.pingInterval;
        this.pingsOutMax = builder.pingsOutMax;
        this.disableShortFirstPing = builder.disableShortFirstPing;
        this.writeDeadline = builder.writeDeadline;
        this.writeTimeout = builder.writeTimeout;
        this.noFastProducerStall = builder.noFastProducerStall;
        this.lameDuckDuration = builder.lameDuckDuration;
        this.lameDuckGracePeriod = builder.lameDuckGracePeriod;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.pingInterval = pingInterval;
        builder.pingsOutMax = pingsOutMax;
        builder.disableShortFirstPing = disableShortFirstPing;
        builder.writeDeadline = writeDeadline;
        builder.writeTimeout = writeTimeout;
        builder.noFastProducerStall = noFastProducerStall;
        builder.lameDuckDuration = lameDuckDuration;
        builder.lameDuckGracePeriod = lameDuckGracePeriod;
        return builder;
    }

    /** The time between two PINGs to a silent client. */
    public Duration pingInterval() {
        return pingInterval;
    }

    /** The number of unanswered PINGs after which a connection is stale. */
    public int pingsOutMax() {
        return pingsOutMax;
    }

    /** Whether the first PING waits for the full interval instead of the two seconds that measure the round trip early. */
    public boolean disableShortFirstPing() {
        return disableShortFirstPing;
    }

    /** The time that one blocked write may take. */
    public Duration writeDeadline() {
        return writeDeadline;
    }

    /** What happens to a connection whose write passed the deadline. */
    public WriteTimeoutPolicy writeTimeout() {
        return writeTimeout;
    }

    /** Whether messages for a receiver that falls behind are dropped instead of slowing their publisher down. */
    public boolean noFastProducerStall() {
        return noFastProducerStall;
    }

    /** The time over which a server in lame duck mode closes its clients. */
    public Duration lameDuckDuration() {
        return lameDuckDuration;
    }

    /** The time that lame duck mode waits before it closes the first client. */
    public Duration lameDuckGracePeriod() {
        return lameDuckGracePeriod;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "LivenessOptions[", "]");
        text.add("pingInterval=" + pingInterval);
        text.add("pingsOutMax=" + pingsOutMax);
        text.add("disableShortFirstPing=" + disableShortFirstPing);
        text.add("writeDeadline=" + writeDeadline);
        text.add("writeTimeout=" + writeTimeout);
        text.add("noFastProducerStall=" + noFastProducerStall);
        text.add("lameDuckDuration=" + lameDuckDuration);
        text.add("lameDuckGracePeriod=" + lameDuckGracePeriod);
        return text.toString();
    }

    /** Collects the values of {@link LivenessOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private Duration pingInterval = Duration.ofMinutes(2);
        private int pingsOutMax = 2;
        private boolean disableShortFirstPing = false;
        private Duration writeDeadline = Duration.ofSeconds(10);
        private WriteTimeoutPolicy writeTimeout = WriteTimeoutPolicy.DEFAULT;
        private boolean noFastProducerStall = false;
        private Duration lameDuckDuration = Duration.ofMinutes(2);
        private Duration lameDuckGracePeriod = Duration.ofSeconds(10);

        private Builder() {}

        /** The time between two PINGs to a silent client. Default 2 minutes; zero sends none. */
        public Builder pingInterval(Duration pingInterval) {
            this.pingInterval = Objects.requireNonNull(pingInterval, "pingInterval");
            return this;
        }

        /** The number of unanswered PINGs after which a connection is stale. Default 2. */
        public Builder pingsOutMax(int pingsOutMax) {
            this.pingsOutMax = pingsOutMax;
            return this;
        }

        /** Whether the first PING waits for the full interval instead of the two seconds that measure the round trip early. Default false. */
        public Builder disableShortFirstPing(boolean disableShortFirstPing) {
            this.disableShortFirstPing = disableShortFirstPing;
            return this;
        }

        /** The time that one blocked write may take. Default 10 seconds; zero waits for ever. */
        public Builder writeDeadline(Duration writeDeadline) {
            this.writeDeadline = Objects.requireNonNull(writeDeadline, "writeDeadline");
            return this;
        }

        /** What happens to a connection whose write passed the deadline. Default closes clients. */
        public Builder writeTimeout(WriteTimeoutPolicy writeTimeout) {
            this.writeTimeout = Objects.requireNonNull(writeTimeout, "writeTimeout");
            return this;
        }

        /** Whether messages for a receiver that falls behind are dropped instead of slowing their publisher down. Default false. */
        public Builder noFastProducerStall(boolean noFastProducerStall) {
            this.noFastProducerStall = noFastProducerStall;
            return this;
        }

        /** The time over which a server in lame duck mode closes its clients. Default 2 minutes, at least 30 seconds. */
        public Builder lameDuckDuration(Duration lameDuckDuration) {
            this.lameDuckDuration = Objects.requireNonNull(lameDuckDuration, "lameDuckDuration");
            return this;
        }

        /** The time that lame duck mode waits before it closes the first client. Default 10 seconds, shorter than the duration. */
        public Builder lameDuckGracePeriod(Duration lameDuckGracePeriod) {
            this.lameDuckGracePeriod = Objects.requireNonNull(lameDuckGracePeriod, "lameDuckGracePeriod");
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public LivenessOptions build() {
            return new LivenessOptions(this);
        }
    }
}
