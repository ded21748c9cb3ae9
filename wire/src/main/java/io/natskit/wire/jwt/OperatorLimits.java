// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.Map;
import java.util.TreeMap;

/** What an operator grants an account; −1 is no limit, and 0 is none at all. Immutable. */
public final class OperatorLimits {
    /** The value of a limit that does not limit. */
    public static final long NO_LIMIT = -1;

    private final long maxSubscriptions;
    private final long maxData;
    private final long maxPayloadBytes;
    private final long imports;
    private final long exports;
    private final boolean wildcardExports;
    private final boolean bearerDisallowed;
    private final long connections;
    private final long leafNodeConnections;
    private final JetStreamLimits jetStream;
    private final Map<String, JetStreamLimits> tiers;

    private OperatorLimits(Builder b) {
        maxSubscriptions = b.maxSubscriptions;
        maxData = b.maxData;
        maxPayloadBytes = b.maxPayloadBytes;
        imports = b.imports;
        exports = b.exports;
        wildcardExports = b.wildcardExports;
        bearerDisallowed = b.bearerDisallowed;
        connections = b.connections;
        leafNodeConnections = b.leafNodeConnections;
        jetStream = b.jetStream;
        tiers = Map.copyOf(b.tiers);
    }

    /** A builder of limits that limit nothing, with JetStream off. */
    public static Builder builder() {
        Builder builder = new Builder();
        builder.maxSubscriptions = NO_LIMIT;
        builder.maxData = NO_LIMIT;
        builder.maxPayloadBytes = NO_LIMIT;
        builder.imports = NO_LIMIT;
        builder.exports = NO_LIMIT;
        builder.wildcardExports = true;
        builder.connections = NO_LIMIT;
        builder.leafNodeConnections = NO_LIMIT;
        return builder;
    }

    static Builder zeroes() {
        return new Builder();
    }

    /** A builder that starts from these. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxSubscriptions = maxSubscriptions;
        builder.maxData = maxData;
        builder.maxPayloadBytes = maxPayloadBytes;
        builder.imports = imports;
        builder.exports = exports;
        builder.wildcardExports = wildcardExports;
        builder.bearerDisallowed = bearerDisallowed;
        builder.connections = connections;
        builder.leafNodeConnections = leafNodeConnections;
        builder.jetStream = jetStream;
        builder.tiers = new TreeMap<>(tiers);
        return builder;
    }

    /** How many subscriptions a connection may have. */
    public long maxSubscriptions() {
        return maxSubscriptions;
    }

    /** How many bytes; servers do not look at it. */
    public long maxData() {
        return maxData;
    }

    /** How large a message may be. */
    public long maxPayloadBytes() {
        return maxPayloadBytes;
    }

    /** How many imports. */
    public long imports() {
        return imports;
    }

    /** How many exports. */
    public long exports() {
        return exports;
    }

    /** Whether exports may have wildcards. */
    public boolean wildcardExports() {
        return wildcardExports;
    }

    /** Whether bearer tokens are refused. */
    public boolean bearerDisallowed() {
        return bearerDisallowed;
    }

    /** How many connections. */
    public long connections() {
        return connections;
    }

    /** How many leaf nodes. */
    public long leafNodeConnections() {
        return leafNodeConnections;
    }

    /** JetStream without tiers. */
    public JetStreamLimits jetStream() {
        return jetStream;
    }

    /** JetStream by tier ({@code R1}, {@code R3}); empty where there are none. */
    public Map<String, JetStreamLimits> tiers() {
        return tiers;
    }

    /** Whether JetStream is on, in some tier at least. */
    public boolean isJetStreamEnabled() {
        return tiers.isEmpty() ? jetStream.isEnabled() : tiers.values().stream().anyMatch(JetStreamLimits::isEnabled);
    }

    /** Whether nothing is said. */
    public boolean isEmpty() {
        return maxSubscriptions == 0
                && maxData == 0
                && maxPayloadBytes == 0
                && imports == 0
                && exports == 0
                && !wildcardExports
                && !bearerDisallowed
                && connections == 0
                && leafNodeConnections == 0
                && jetStream.equals(JetStreamLimits.OFF)
                && tiers.isEmpty();
    }

    void writeFields(JsonWriter out) {
        out.fieldIfNonZero("subs", maxSubscriptions)
                .fieldIfNonZero("data", maxData)
                .fieldIfNonZero("payload", maxPayloadBytes)
                .fieldIfNonZero("imports", imports)
                .fieldIfNonZero("exports", exports)
                .fieldIfTrue("wildcards", wildcardExports)
                .fieldIfTrue("disallow_bearer", bearerDisallowed)
                .fieldIfNonZero("conn", connections)
                .fieldIfNonZero("leaf", leafNodeConnections);
        jetStream.writeFields(out);
        if (!tiers.isEmpty()) {
            out.begin("tiered_limits");
            new TreeMap<>(tiers).forEach((tier, limits) -> {
                limits.writeFields(out.begin(tier));
                out.end();
            });
            out.end();
        }
    }

    static OperatorLimits read(StructReader in) {
        Builder limits = zeroes();
        JetStreamLimits.Fields jetStream = new JetStreamLimits.Fields();
        if (in.enter("jwt.OperatorLimits")) {
            while (in.next()) {
                if (!limits.read(in) && !jetStream.read(in)) {
                    in.unknown();
                }
            }
        }
        limits.jetStream = jetStream.limits();
        return limits.build();
    }

    /** Collects limits; not safe for use by several threads at once. */
    public static final class Builder {
        private long maxSubscriptions;
        private long maxData;
        private long maxPayloadBytes;
        private long imports;
        private long exports;
        private boolean wildcardExports;
        private boolean bearerDisallowed;
        private long connections;
        private long leafNodeConnections;
        private JetStreamLimits jetStream = JetStreamLimits.OFF;
        private Map<String, JetStreamLimits> tiers = new TreeMap<>();

        private Builder() {}

        /** How many subscriptions a connection may have; default −1: no limit. */
        public Builder maxSubscriptions(long max) {
            this.maxSubscriptions = max;
            return this;
        }

        /** How large a message may be; default −1: no limit. */
        public Builder maxPayloadBytes(long max) {
            this.maxPayloadBytes = max;
            return this;
        }

        /** How many imports; default −1: no limit. */
        public Builder imports(long max) {
            this.imports = max;
            return this;
        }

        /** How many exports; default −1: no limit. */
        public Builder exports(long max) {
            this.exports = max;
            return this;
        }

        /** Whether exports may have wildcards. Default true. */
        public Builder wildcardExports(boolean allowed) {
            this.wildcardExports = allowed;
            return this;
        }

        /** Whether bearer tokens are refused. Default false. */
        public Builder bearerDisallowed(boolean disallowed) {
            this.bearerDisallowed = disallowed;
            return this;
        }

        /** How many connections; default −1: no limit. */
        public Builder connections(long max) {
            this.connections = max;
            return this;
        }

        /** How many leaf nodes; default −1: no limit. */
        public Builder leafNodeConnections(long max) {
            this.leafNodeConnections = max;
            return this;
        }

        /** JetStream without tiers. Default {@link JetStreamLimits#OFF}. */
        public Builder jetStream(JetStreamLimits limits) {
            this.jetStream = limits;
            return this;
        }

        /** JetStream of one tier ({@code R1}, {@code R3}), instead of {@link #jetStream}. Default none. */
        public Builder tier(String tier, JetStreamLimits limits) {
            this.tiers.put(tier, limits);
            return this;
        }

        /** The limits as they are now. */
        public OperatorLimits build() {
            return new OperatorLimits(this);
        }

        private boolean read(StructReader in) {
            switch (in.name()) {
                case "subs" -> maxSubscriptions = in.int64(maxSubscriptions);
                case "data" -> maxData = in.int64(maxData);
                case "payload" -> maxPayloadBytes = in.int64(maxPayloadBytes);
                case "imports" -> imports = in.int64(imports);
                case "exports" -> exports = in.int64(exports);
                case "wildcards" -> wildcardExports = in.bool(wildcardExports);
                case "disallow_bearer" -> bearerDisallowed = in.bool(bearerDisallowed);
                case "conn" -> connections = in.int64(connections);
                case "leaf" -> leafNodeConnections = in.int64(leafNodeConnections);
                case "tiered_limits" -> readTiers(in);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void readTiers(StructReader in) {
            if (!in.enterMap("map[string]jwt.JetStreamLimits")) {
                return;
            }
            while (in.nextEntry()) {
                String tier = in.key();
                JetStreamLimits.Fields fields = new JetStreamLimits.Fields();
                if (in.enter("jwt.JetStreamLimits")) {
                    while (in.next()) {
                        if (!fields.read(in)) {
                            in.unknown();
                        }
                    }
                }
                tiers.put(tier, fields.limits());
            }
        }
    }
}
