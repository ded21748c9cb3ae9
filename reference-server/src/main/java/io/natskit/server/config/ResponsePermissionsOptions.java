// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.time.Duration;
import java.util.Objects;
import java.util.StringJoiner;

/** Leave to publish to the reply subject of a message that was received, for a while. */
public final class ResponsePermissionsOptions {
    private final int maxMessages;
    private final Duration expires;

    private ResponsePermissionsOptions(Builder builder) {
        this.maxMessages = builder.maxMessages;
        this.expires = builder.expires;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxMessages = maxMessages;
        builder.expires = expires;
        return builder;
    }

    /** The number of answers to one request. */
    public int maxMessages() {
        return maxMessages;
    }

    /** The time after which the leave ends. */
    public Duration expires() {
        return expires;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "ResponsePermissionsOptions[", "]");
        text.add("maxMessages=" + maxMessages);
        text.add("expires=" + expires);
        return text.toString();
    }

    /** Collects the values of {@link ResponsePermissionsOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private int maxMessages = 1;
        private Duration expires = Duration.ofMinutes(2);

        private Builder() {}

        /** The number of answers to one request. Default 1; {@code -1} for any number. */
        public Builder maxMessages(int maxMessages) {
            this.maxMessages = maxMessages;
            return this;
        }

        /** The time after which the leave ends. Default 2 minutes; negative for never. */
        public Builder expires(Duration expires) {
            this.expires = Objects.requireNonNull(expires, "expires");
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public ResponsePermissionsOptions build() {
            return new ResponsePermissionsOptions(this);
        }
    }
}
