// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a user may do, from where, when, and how much; of one user, or the template of a signing key. Immutable. */
public final class UserRules {
    /** The value of a limit that does not limit. */
    public static final long NO_LIMIT = -1;

    private final ClaimPermissions permissions;
    private final List<String> sourceNetworks;
    private final List<TimeRange> times;
    private final String timesLocation;
    private final long maxSubscriptions;
    private final long maxData;
    private final long maxPayloadBytes;
    private final boolean bearerToken;
    private final boolean proxyRequired;
    private final List<String> connectionTypes;

    private UserRules(Builder b) {
        permissions = b.permissions;
        sourceNetworks = List.copyOf(b.sourceNetworks);
        times = List.copyOf(b.times);
        timesLocation = b.timesLocation;
        maxSubscriptions = b.maxSubscriptions;
        maxData = b.maxData;
        maxPayloadBytes = b.maxPayloadBytes;
        bearerToken = b.bearerToken;
        proxyRequired = b.proxyRequired;
        connectionTypes = List.copyOf(b.connectionTypes);
    }

    /** A builder of rules that forbid and limit nothing. */
    public static Builder builder() {
        Builder builder = new Builder();
        builder.maxSubscriptions = NO_LIMIT;
        builder.maxData = NO_LIMIT;
        builder.maxPayloadBytes = NO_LIMIT;
        return builder;
    }

    /** No rules at all, not even that there are no limits: what a user of a scoped signing key must have. */
    public static UserRules none() {
        return new Builder().build();
    }

    static Builder zeroes() {
        return new Builder();
    }

    /** A builder that starts from these. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.permissions = permissions;
        builder.sourceNetworks = new ArrayList<>(sourceNetworks);
        builder.times = new ArrayList<>(times);
        builder.timesLocation = timesLocation;
        builder.maxSubscriptions = maxSubscriptions;
        builder.maxData = maxData;
        builder.maxPayloadBytes = maxPayloadBytes;
        builder.bearerToken = bearerToken;
        builder.proxyRequired = proxyRequired;
        builder.connectionTypes = new ArrayList<>(connectionTypes);
        return builder;
    }

    /** What may be published and subscribed. */
    public ClaimPermissions permissions() {
        return permissions;
    }

    /** The networks to come from, as {@code 10.0.0.0/8}; empty for any. */
    public List<String> sourceNetworks() {
        return sourceNetworks;
    }

    /** The times of the day to connect in; empty for any. */
    public List<TimeRange> times() {
        return times;
    }

    /** The time zone of the times, as {@code Europe/Berlin}; empty for the server's. */
    public String timesLocation() {
        return timesLocation;
    }

    /** How many subscriptions; −1 for no limit. */
    public long maxSubscriptions() {
        return maxSubscriptions;
    }

    /** How many bytes; servers do not look at it. */
    public long maxData() {
        return maxData;
    }

    /** How large a message may be; −1 for no limit. */
    public long maxPayloadBytes() {
        return maxPayloadBytes;
    }

    /** Whether the token alone is enough, without a signature of the server's nonce. */
    public boolean bearerToken() {
        return bearerToken;
    }

    /** Whether the user must come through a trusted proxy. */
    public boolean proxyRequired() {
        return proxyRequired;
    }

    /** The kinds of connection to come by, as {@code STANDARD}; empty for any. */
    public List<String> connectionTypes() {
        return connectionTypes;
    }

    /** Whether nothing is said, as a scoped user has it. */
    public boolean isNone() {
        return permissions.isEmpty()
                && sourceNetworks.isEmpty()
                && times.isEmpty()
                && timesLocation.isEmpty()
                && maxSubscriptions == 0
                && maxData == 0
                && maxPayloadBytes == 0
                && !bearerToken
                && !proxyRequired
                && connectionTypes.isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UserRules rules && Arrays.equals(json(), rules.json());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json());
    }

    private byte[] json() {
        JsonWriter out = new JsonWriter();
        writeFields(out);
        return out.toBytes();
    }

    void writeFields(JsonWriter out) {
        permissions.writeFields(out);
        out.stringsIfPresent("src", sourceNetworks);
        TimeRange.writeAll("times", times, out);
        out.fieldIfPresent("times_location", timesLocation)
                .fieldIfNonZero("subs", maxSubscriptions)
                .fieldIfNonZero("data", maxData)
                .fieldIfNonZero("payload", maxPayloadBytes)
                .fieldIfTrue("bearer_token", bearerToken)
                .fieldIfTrue("proxy_required", proxyRequired)
                .stringsIfPresent("allowed_connection_types", connectionTypes);
    }

    /** Collects rules; not safe for use by several threads at once. */
    public static final class Builder {
        private ClaimPermissions permissions = ClaimPermissions.ALL;
        private List<String> sourceNetworks = new ArrayList<>();
        private List<TimeRange> times = new ArrayList<>();
        private String timesLocation = "";
        private long maxSubscriptions;
        private long maxData;
        private long maxPayloadBytes;
        private boolean bearerToken;
        private boolean proxyRequired;
        private List<String> connectionTypes = new ArrayList<>();

        private Builder() {}

        /** What may be published and subscribed. Default everything. */
        public Builder permissions(ClaimPermissions permissions) {
            this.permissions = permissions;
            return this;
        }

        /** The networks to come from, as {@code 10.0.0.0/8}. Default any. */
        public Builder sourceNetworks(Collection<String> networks) {
            this.sourceNetworks = new ArrayList<>(networks);
            return this;
        }

        /** The times of the day to connect in, and their time zone, empty for the server's. Default any. */
        public Builder times(Collection<TimeRange> times, String location) {
            this.times = new ArrayList<>(times);
            this.timesLocation = location;
            return this;
        }

        /** How many subscriptions; default −1: no limit. */
        public Builder maxSubscriptions(long max) {
            this.maxSubscriptions = max;
            return this;
        }

        /** How large a message may be; default −1: no limit. */
        public Builder maxPayloadBytes(long max) {
            this.maxPayloadBytes = max;
            return this;
        }

        /** Whether the token alone is enough. Default false. */
        public Builder bearerToken(boolean bearer) {
            this.bearerToken = bearer;
            return this;
        }

        /** Whether the user must come through a trusted proxy. Default false. */
        public Builder proxyRequired(boolean required) {
            this.proxyRequired = required;
            return this;
        }

        /** The kinds of connection to come by. Default any. */
        public Builder connectionTypes(Collection<String> types) {
            this.connectionTypes = new ArrayList<>(types);
            return this;
        }

        /** The rules as they are now. */
        public UserRules build() {
            return new UserRules(this);
        }

        /** False if the field at hand is none of these. */
        boolean read(StructReader in) {
            ClaimPermissions next = permissions.withField(in);
            if (next != null) {
                permissions = next;
                return true;
            }
            switch (in.name()) {
                case "src" -> sourceNetworks = networks(in);
                case "times" -> times = TimeRange.readAll(in);
                case "times_location" -> timesLocation = in.string(timesLocation);
                case "subs" -> maxSubscriptions = in.int64(maxSubscriptions);
                case "data" -> maxData = in.int64(maxData);
                case "payload" -> maxPayloadBytes = in.int64(maxPayloadBytes);
                case "bearer_token" -> bearerToken = in.bool(bearerToken);
                case "proxy_required" -> proxyRequired = in.bool(proxyRequired);
                case "allowed_connection_types" -> connectionTypes = in.strings(connectionTypes);
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** An array, or one text with commas in between. */
        static List<String> networks(StructReader in) {
            if (in.isText()) {
                List<String> networks = new ArrayList<>();
                String text = in.string("").toLowerCase(Locale.ROOT);
                int from = 0;
                while (from <= text.length()) {
                    int comma = text.indexOf(',', from);
                    int to = comma < 0 ? text.length() : comma;
                    String network = text.substring(from, to).strip();
                    if (!network.isEmpty() && !networks.contains(network)) {
                        networks.add(network);
                    }
                    from = to + 1;
                }
                return networks;
            }
            return in.strings(List.of());
        }
    }
}
