// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.nio.file.Path;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What a server writes to its log, and where; an embedded server hands its lines to a sink instead of a file. */
public final class LoggingOptions {
    private final boolean debug;
    private final boolean trace;
    private final boolean traceVerbose;
    private final boolean traceHeaders;
    private final boolean logTime;
    private final boolean logTimeUtc;
    private final int maxTracedMessageBytes;
    private final @Nullable Path logFile;
    private final long logSizeLimitBytes;
    private final int logFilesMax;

    private LoggingOptions(Builder builder) {
        this.debug = builder.debug;
        this.trace = builder.trace;
        this.traceVerbose = builder.traceVerbose;
        this.traceHeaders = builder.traceHeaders;
        this.logTime = builder.logTime;
        this.logTimeUtc = builder.logTimeUtc;
        this.maxTracedMessageBytes = builder.maxTracedMessageBytes;
        this.logFile = builder.logFile;
        this.logSizeLimitBytes = builder.logSizeLimitBytes;
        this.logFilesMax = builder.logFilesMax;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.debug = debug;
        builder.trace = trace;
        builder.traceVerbose = traceVerbose;
        builder.traceHeaders = traceHeaders;
        builder.logTime = logTime;
        builder.logTimeUtc = logTimeUtc;
        builder.maxTracedMessageBytes = maxTracedMessageBytes;
        builder.logFile = logFile;
        builder.logSizeLimitBytes = logSizeLimitBytes;
        builder.logFilesMax = logFilesMax;
        return builder;
    }

    /** Whether debug lines are written. */
    public boolean debug() {
        return debug;
    }

    /** Whether protocol lines are written. */
    public boolean trace() {
        return trace;
    }

    /** Whether the trace covers the system account too. */
    public boolean traceVerbose() {
        return traceVerbose;
    }

    /** Whether the trace shows headers and leaves payloads out. */
    public boolean traceHeaders() {
        return traceHeaders;
    }

    /** Whether a line starts with the time. */
    public boolean logTime() {
        return logTime;
    }

    /** Whether times are in UTC instead of the local zone. */
    public boolean logTimeUtc() {
        return logTimeUtc;
    }

    /** The number of payload bytes that the trace shows. */
    public int maxTracedMessageBytes() {
        return maxTracedMessageBytes;
    }

    /** The file to write to instead of standard error. */
    public @Nullable Path logFile() {
        return logFile;
    }

    /** The size at which the log file is set aside and a new one begun. */
    public long logSizeLimitBytes() {
        return logSizeLimitBytes;
    }

    /** The number of log files that are kept, the one in use included. */
    public int logFilesMax() {
        return logFilesMax;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "LoggingOptions[", "]");
        text.add("debug=" + debug);
        text.add("trace=" + trace);
        text.add("traceVerbose=" + traceVerbose);
        text.add("traceHeaders=" + traceHeaders);
        text.add("logTime=" + logTime);
        text.add("logTimeUtc=" + logTimeUtc);
        text.add("maxTracedMessageBytes=" + maxTracedMessageBytes);
        text.add("logFile=" + logFile);
        text.add("logSizeLimitBytes=" + logSizeLimitBytes);
        text.add("logFilesMax=" + logFilesMax);
        return text.toString();
    }

    /** Collects the values of {@link LoggingOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private boolean debug = false;
        private boolean trace = false;
        private boolean traceVerbose = false;
        private boolean traceHeaders = false;
        private boolean logTime = true;
        private boolean logTimeUtc = false;
        private int maxTracedMessageBytes = 0;
        private @Nullable Path logFile;
        private long logSizeLimitBytes = 0;
        private int logFilesMax = 0;

        private Builder() {}

        /** Whether debug lines are written. Default false. */
        public Builder debug(boolean debug) {
            this.debug = debug;
            return this;
        }

        /** Whether protocol lines are written. Default false. */
        public Builder trace(boolean trace) {
            this.trace = trace;
            return this;
        }

        /** Whether the trace covers the system account too. Default false. */
        public Builder traceVerbose(boolean traceVerbose) {
            this.traceVerbose = traceVerbose;
            return this;
        }

        /** Whether the trace shows headers and leaves payloads out. Default false. */
        public Builder traceHeaders(boolean traceHeaders) {
            this.traceHeaders = traceHeaders;
            return this;
        }

        /** Whether a line starts with the time. Default true. */
        public Builder logTime(boolean logTime) {
            this.logTime = logTime;
            return this;
        }

        /** Whether times are in UTC instead of the local zone. Default false. */
        public Builder logTimeUtc(boolean logTimeUtc) {
            this.logTimeUtc = logTimeUtc;
            return this;
        }

        /** The number of payload bytes that the trace shows. Default 0, all of them. */
        public Builder maxTracedMessageBytes(int maxTracedMessageBytes) {
            this.maxTracedMessageBytes = maxTracedMessageBytes;
            return this;
        }

        /** The file to write to instead of standard error. Default none. */
        public Builder logFile(@Nullable Path logFile) {
            this.logFile = logFile;
            return this;
        }

        /** The size at which the log file is set aside and a new one begun. Default 0, never. */
        public Builder logSizeLimitBytes(long logSizeLimitBytes) {
            this.logSizeLimitBytes = logSizeLimitBytes;
            return this;
        }

        /** The number of log files that are kept, the one in use included. Default 0, all. */
        public Builder logFilesMax(int logFilesMax) {
            this.logFilesMax = logFilesMax;
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public LoggingOptions build() {
            return new LoggingOptions(this);
        }
    }
}
