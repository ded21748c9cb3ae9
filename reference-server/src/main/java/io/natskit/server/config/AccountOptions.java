// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.jwt.TraceRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** One tenant: a subject space of its own, its users and its limits. */
public final class AccountOptions {
    private final String name;
    private final @Nullable String nkey;
    private final List<UserOptions> users;
    private final @Nullable PermissionsOptions defaultPermissions;
    private final int maxConnections;
    private final int maxSubscriptions;
    private final int maxPayloadBytes;
    private final int maxLeafNodes;
    private final @Nullable JetStreamAccountOptions jetStream;
    private final List<ExportOptions> exports;
    private final List<ImportOptions> imports;
    private final Map<String, List<MappingOptions>> mappings;
    private final @Nullable TraceRule messageTrace;

    private AccountOptions(Builder builder) {
        this.name = builder.name;
        this.nkey = builder.nkey;
        this.users = List.copyOf(builder.users);
        this.defaultPermissions = builder.defaultPermissions;
        this.maxConnections = builder.maxConnections;
        this.maxSubscriptions = builder.maxSubscriptions;
        this.maxPayloadBytes = builder.maxPayloadBytes;
        this.maxLeafNodes = builder.maxLeafNodes;
        this.jetStream = builder.jetStream;
        this.exports = List.copyOf(builder.exports);
        this.imports = List.copyOf(builder.imports);
        this.mappings = builder.mappings;
        this.messageTrace = builder.messageTrace;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.name = name;
        builder.nkey = nkey;
        builder.users.addAll(users);
        builder.defaultPermissions = defaultPermissions;
        builder.maxConnections = maxConnections;
        builder.maxSubscriptions = maxSubscriptions;
        builder.maxPayloadBytes = maxPayloadBytes;
        builder.maxLeafNodes = maxLeafNodes;
        builder.jetStream = jetStream;
        builder.exports = exports;
        builder.imports = imports;
        builder.mappings = mappings;
        builder.messageTrace = messageTrace;
        return builder;
    }

    /** The name of the account. */
    public String name() {
        return name;
    }

    /** The public NKey ({@code A…}) of the account. */
    public @Nullable String nkey() {
        return nkey;
    }

    /** The users who log in to this account. */
    public List<UserOptions> users() {
        return users;
    }

    /** What users without permissions of their own may do. */
    public @Nullable PermissionsOptions defaultPermissions() {
        return defaultPermissions;
    }

    /** The number of client connections of the account. */
    public int maxConnections() {
        return maxConnections;
    }

    /** The number of subscriptions of the account. */
    public int maxSubscriptions() {
        return maxSubscriptions;
    }

    /** The size of a message in this account, in bytes. */
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }

    /** The number of leaf node connections of the account. */
    public int maxLeafNodes() {
        return maxLeafNodes;
    }

    /** What the account may take of JetStream; null if it has none. */
    public @Nullable JetStreamAccountOptions jetStream() {
        return jetStream;
    }

    /** What others may import. */
    public List<ExportOptions> exports() {
        return exports;
    }

    /** What it imports of others. */
    public List<ImportOptions> imports() {
        return imports;
    }

    /** Subjects that are published under others, in the order in which they are tried. */
    public Map<String, List<MappingOptions>> mappings() {
        return mappings;
    }

    /** Where messages are traced to whose headers ask another system for it; null for nowhere. */
    public @Nullable TraceRule messageTrace() {
        return messageTrace;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "AccountOptions[", "]");
        text.add("name=" + name);
        text.add("nkey=" + nkey);
        text.add("users=" + users);
        text.add("defaultPermissions=" + defaultPermissions);
        text.add("maxConnections=" + maxConnections);
        text.add("maxSubscriptions=" + maxSubscriptions);
        text.add("maxPayloadBytes=" + maxPayloadBytes);
        text.add("maxLeafNodes=" + maxLeafNodes);
        text.add("jetStream=" + jetStream);
        return text.toString();
    }

    /** Collects the values of {@link AccountOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private String name = "";
        private @Nullable String nkey;
        private final List<UserOptions> users = new ArrayList<>();
        private @Nullable PermissionsOptions defaultPermissions;
        private int maxConnections = -1;
        private int maxSubscriptions = -1;
        private int maxPayloadBytes = -1;
        private int maxLeafNodes = -1;
        private @Nullable JetStreamAccountOptions jetStream;
        private List<ExportOptions> exports = List.of();
        private List<ImportOptions> imports = List.of();
        private Map<String, List<MappingOptions>> mappings = Map.of();
        private @Nullable TraceRule messageTrace;

        private Builder() {}

        /** The name of the account. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** The public NKey ({@code A…}) of the account. Default none. */
        public Builder nkey(@Nullable String nkey) {
            this.nkey = nkey;
            return this;
        }

        /** Replaces: the users who log in to this account. */
        public Builder users(Iterable<? extends UserOptions> values) {
            users.clear();
            values.forEach(users::add);
            return this;
        }

        /** What users without permissions of their own may do. Default everything. */
        public Builder defaultPermissions(@Nullable PermissionsOptions defaultPermissions) {
            this.defaultPermissions = defaultPermissions;
            return this;
        }

        /** The number of client connections of the account. Default {@code -1}, no limit. */
        public Builder maxConnections(int maxConnections) {
            this.maxConnections = maxConnections;
            return this;
        }

        /** The number of subscriptions of the account. Default {@code -1}, no limit. */
        public Builder maxSubscriptions(int maxSubscriptions) {
            this.maxSubscriptions = maxSubscriptions;
            return this;
        }

        /** The size of a message in this account, in bytes. Default {@code -1}, the limit of the server. */
        public Builder maxPayloadBytes(int maxPayloadBytes) {
            this.maxPayloadBytes = maxPayloadBytes;
            return this;
        }

        /** The number of leaf node connections of the account. Default {@code -1}, no limit. */
        public Builder maxLeafNodes(int maxLeafNodes) {
            this.maxLeafNodes = maxLeafNodes;
            return this;
        }

        /** What the account may take of JetStream. Default none: it has no JetStream. */
        public Builder jetStream(@Nullable JetStreamAccountOptions jetStream) {
            this.jetStream = jetStream;
            return this;
        }

        /** What others may import. Default nothing. */
        public Builder exports(Collection<ExportOptions> exports) {
            this.exports = List.copyOf(exports);
            return this;
        }

        /** What it imports of others. Default nothing. */
        public Builder imports(Collection<ImportOptions> imports) {
            this.imports = List.copyOf(imports);
            return this;
        }

        /** Subjects that are published under others. Default none. */
        public Builder mappings(Map<String, List<MappingOptions>> mappings) {
            this.mappings = Collections.unmodifiableMap(new LinkedHashMap<>(mappings));
            return this;
        }

        /** Where messages are traced to whose headers ask another system for it, and how many of a hundred. Default null: nowhere. */
        public Builder messageTrace(@Nullable TraceRule rule) {
            this.messageTrace = rule;
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public AccountOptions build() {
            return new AccountOptions(this);
        }
    }
}
