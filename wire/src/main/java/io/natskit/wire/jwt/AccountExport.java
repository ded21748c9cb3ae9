// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an account lets others import. Immutable. */
public final class AccountExport {
    private final String name;
    private final String subject;
    private final ExportKind kind;
    private final boolean tokenRequired;
    private final Map<String, Long> revocations;
    private final String responseType;
    private final long responseThresholdNanos;
    private final @Nullable ServiceLatency latency;
    private final long accountTokenPosition;
    private final boolean advertise;
    private final boolean allowTrace;
    private final String description;
    private final String infoUrl;

    private AccountExport(Builder b) {
        name = b.name;
        subject = b.subject;
        kind = b.kind;
        tokenRequired = b.tokenRequired;
        revocations = Map.copyOf(b.revocations);
        responseType = b.responseType;
        responseThresholdNanos = b.responseThresholdNanos;
        latency = b.latency;
        accountTokenPosition = b.accountTokenPosition;
        advertise = b.advertise;
        allowTrace = b.allowTrace;
        description = b.description;
        infoUrl = b.infoUrl;
    }

    /** A builder of a public stream of this subject. */
    public static Builder stream(String subject) {
        return new Builder(ExportKind.STREAM, subject);
    }

    /** A builder of a public service at this subject. */
    public static Builder service(String subject) {
        return new Builder(ExportKind.SERVICE, subject);
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** What is exported. */
    public String subject() {
        return subject;
    }

    /** Stream or service. */
    public ExportKind kind() {
        return kind;
    }

    /** Whether an import needs an activation token. */
    public boolean tokenRequired() {
        return tokenRequired;
    }

    /** For accounts, or {@code *} for all: tokens issued up to this second of the epoch do not count. */
    public Map<String, Long> revocations() {
        return revocations;
    }

    /** {@code Singleton}, {@code Stream}, {@code Chunked}, or empty for the first. */
    public String responseType() {
        return responseType;
    }

    /** How long an answer may take; 0 for the server's default. */
    public long responseThresholdNanos() {
        return responseThresholdNanos;
    }

    /** Whether latency is tracked, or null. */
    public @Nullable ServiceLatency latency() {
        return latency;
    }

    /** The token of the subject, counted from 1, that must be the importing account; 0 for none. */
    public long accountTokenPosition() {
        return accountTokenPosition;
    }

    /** Whether it is to be shown to others. */
    public boolean advertise() {
        return advertise;
    }

    /** Whether traces cross it. */
    public boolean allowTrace() {
        return allowTrace;
    }

    /** What it is. */
    public String description() {
        return description;
    }

    /** Where more is told. */
    public String infoUrl() {
        return infoUrl;
    }

    void write(JsonWriter out) {
        out.fieldIfPresent("name", name).fieldIfPresent("subject", subject);
        if (kind != ExportKind.UNKNOWN) {
            out.field("type", kind.text());
        }
        out.fieldIfTrue("token_req", tokenRequired);
        writeTimes("revocations", revocations, out);
        out.fieldIfPresent("response_type", responseType).fieldIfNonZero("response_threshold", responseThresholdNanos);
        if (latency != null) {
            latency.write(out);
        }
        out.unsignedIfNonZero("account_token_position", accountTokenPosition)
                .fieldIfTrue("advertise", advertise)
                .fieldIfTrue("allow_trace", allowTrace)
                .fieldIfPresent("description", description)
                .fieldIfPresent("info_url", infoUrl);
    }

    static void writeTimes(String name, Map<String, Long> times, JsonWriter out) {
        if (!times.isEmpty()) {
            out.begin(name);
            new TreeMap<>(times).forEach((key, second) -> out.field(key, second.longValue()));
            out.end();
        }
    }

    static AccountExport read(StructReader in) {
        Builder export = new Builder(ExportKind.UNKNOWN, "");
        while (in.next()) {
            export.read(in);
        }
        return export.build();
    }

    /** Collects an export; not safe for use by several threads at once. */
    public static final class Builder {
        private String name = "";
        private String subject;
        private ExportKind kind;
        private boolean tokenRequired;
        private Map<String, Long> revocations = Map.of();
        private String responseType = "";
        private long responseThresholdNanos;
        private @Nullable ServiceLatency latency;
        private long accountTokenPosition;
        private boolean advertise;
        private boolean allowTrace;
        private String description = "";
        private String infoUrl = "";

        private Builder(ExportKind kind, String subject) {
            this.kind = kind;
            this.subject = subject;
        }

        /** What it is called. Default nothing. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Whether an import needs an activation token. Default false: it is public. */
        public Builder tokenRequired(boolean required) {
            this.tokenRequired = required;
            return this;
        }

        /** Tokens of these accounts, or of {@code *} for all, issued up to this second of the epoch, do not count. Default none. */
        public Builder revocations(Map<String, Long> seconds) {
            this.revocations = seconds;
            return this;
        }

        /** {@code Singleton}, {@code Stream} or {@code Chunked}. Default the first. */
        public Builder responseType(String type) {
            this.responseType = type;
            return this;
        }

        /** How long an answer may take. Default 0: the server's default. */
        public Builder responseThresholdNanos(long nanos) {
            this.responseThresholdNanos = nanos;
            return this;
        }

        /** Tracks latency. Default no. */
        public Builder latency(@Nullable ServiceLatency latency) {
            this.latency = latency;
            return this;
        }

        /** The token of the subject, counted from 1, that must be the importing account. Default 0: none. */
        public Builder accountTokenPosition(int position) {
            this.accountTokenPosition = position;
            return this;
        }

        /** Whether it is to be shown to others. Default false. */
        public Builder advertise(boolean advertise) {
            this.advertise = advertise;
            return this;
        }

        /** Whether traces cross it. Default false. */
        public Builder allowTrace(boolean allow) {
            this.allowTrace = allow;
            return this;
        }

        /** What it is, and where more is told. Default nothing. */
        public Builder info(String description, String infoUrl) {
            this.description = description;
            this.infoUrl = infoUrl;
            return this;
        }

        /** The export as it is now. */
        public AccountExport build() {
            return new AccountExport(this);
        }

        private void read(StructReader in) {
            switch (in.name()) {
                case "name" -> name = in.string(name);
                case "subject" -> subject = in.string(subject);
                case "type" -> kind = ExportKind.read(in);
                case "token_req" -> tokenRequired = in.bool(tokenRequired);
                case "revocations" -> revocations = Words.times(in);
                case "response_type" -> responseType = in.string(responseType);
                case "response_threshold" -> responseThresholdNanos = in.nanos(responseThresholdNanos);
                case "service_latency" -> latency = ServiceLatency.read(in);
                case "account_token_position" -> accountTokenPosition = in.uint64(accountTokenPosition);
                case "advertise" -> advertise = in.bool(advertise);
                case "allow_trace" -> allowTrace = in.bool(allowTrace);
                case "description" -> description = in.string(description);
                case "info_url" -> infoUrl = in.string(infoUrl);
                default -> in.unknown();
            }
        }
    }
}
