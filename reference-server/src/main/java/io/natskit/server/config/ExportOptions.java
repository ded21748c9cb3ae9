// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.jwt.ServiceLatency;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an account lets others import: a stream of messages, or a service that answers requests. Immutable. */
public final class ExportOptions {
    private final boolean service;
    private final String subject;
    private final @Nullable List<String> accounts;
    private final ResponseType responseType;
    private final Duration responseThreshold;
    private final int accountTokenPosition;
    private final @Nullable ServiceLatency latency;
    private final boolean allowTrace;

    private ExportOptions(Builder b) {
        service = b.service;
        subject = b.subject;
        accounts = b.accounts;
        responseType = b.responseType;
        responseThreshold = b.responseThreshold;
        accountTokenPosition = b.accountTokenPosition;
        latency = b.latency;
        allowTrace = b.allowTrace;
    }

    /** How often a service answers. */
    public enum ResponseType {
        /** Once. */
        SINGLETON,
        /** As often as it likes; an empty answer is the last. */
        STREAM,
        /** In parts; an empty answer is the last. */
        CHUNKED
    }

    /** A builder of a stream that everybody may import. */
    public static Builder stream(String subject) {
        return new Builder(false, subject);
    }

    /** A builder of a service that everybody may import. */
    public static Builder service(String subject) {
        return new Builder(true, subject);
    }

    /** Whether it is a service. */
    public boolean isService() {
        return service;
    }

    /** What is exported, with wildcards maybe. */
    public String subject() {
        return subject;
    }

    /** The accounts that may import it; null for all. */
    public @Nullable List<String> accounts() {
        return accounts;
    }

    /** How often the service answers. */
    public ResponseType responseType() {
        return responseType;
    }

    /** How long an answer may take; 0 for the default of two minutes. */
    public Duration responseThreshold() {
        return responseThreshold;
    }

    /** The token of the subject, counted from 1, that must be the name of the importing account; 0 for none. */
    public int accountTokenPosition() {
        return accountTokenPosition;
    }

    /** Which requests are measured, and where that is told; null for none. */
    public @Nullable ServiceLatency latency() {
        return latency;
    }

    /** Whether the trace of a message goes on behind the import of a service. */
    public boolean allowTrace() {
        return allowTrace;
    }

    @Override
    public String toString() {
        return "ExportOptions[" + (service ? "service " : "stream ") + subject + ", accounts=" + accounts + "]";
    }

    /** Collects the values of {@link ExportOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private final boolean service;
        private final String subject;
        private @Nullable List<String> accounts;
        private ResponseType responseType = ResponseType.SINGLETON;
        private Duration responseThreshold = Duration.ZERO;
        private int accountTokenPosition;
        private @Nullable ServiceLatency latency;
        private boolean allowTrace;

        private Builder(boolean service, String subject) {
            this.service = service;
            this.subject = Objects.requireNonNull(subject, "subject");
        }

        /** The accounts that may import it. Default null: all. */
        public Builder accounts(@Nullable Collection<String> names) {
            this.accounts = names == null ? null : List.copyOf(names);
            return this;
        }

        /** How often the service answers. Default once. */
        public Builder responseType(ResponseType type) {
            this.responseType = type;
            return this;
        }

        /** How long an answer may take. Default 0: two minutes. */
        public Builder responseThreshold(Duration threshold) {
            this.responseThreshold = threshold;
            return this;
        }

        /** The token of the subject that must be the name of the importing account. Default 0: none. */
        public Builder accountTokenPosition(int position) {
            this.accountTokenPosition = position;
            return this;
        }

        /** Measures requests to the service. Default null: none. */
        public Builder latency(@Nullable ServiceLatency latency) {
            this.latency = latency;
            return this;
        }

        /** Lets the trace of a message go on behind the import of the service. Default false. */
        public Builder allowTrace(boolean allowed) {
            this.allowTrace = allowed;
            return this;
        }

        /** The export as it is now. */
        public ExportOptions build() {
            return new ExportOptions(this);
        }
    }
}
