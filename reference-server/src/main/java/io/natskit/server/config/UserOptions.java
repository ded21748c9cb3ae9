// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Somebody who may log in: by name and password (plain or bcrypt), or by an NKey. */
public final class UserOptions {
    private final @Nullable String name;
    private final @Nullable String password;
    private final @Nullable String nkey;
    private final @Nullable PermissionsOptions permissions;
    private final Set<ConnectionType> connectionTypes;
    private final boolean proxyRequired;

    private UserOptions(Builder builder) {
        this.name = builder.name;
        this.password = builder.password;
        this.nkey = builder.nkey;
        this.permissions = builder.permissions;
        this.connectionTypes = Collections.unmodifiableSet(new LinkedHashSet<>(builder.connectionTypes));
        this.proxyRequired = builder.proxyRequired;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.name = name;
        builder.password = password;
        builder.nkey = nkey;
        builder.permissions = permissions;
        builder.connectionTypes.addAll(connectionTypes);
        builder.proxyRequired = proxyRequired;
        return builder;
    }

    /** The name to log in with; null for a user who is known by an NKey. */
    public @Nullable String name() {
        return name;
    }

    /** The password, plain or as a bcrypt hash ({@code $2a$…}). */
    public @Nullable String password() {
        return password;
    }

    /** The public NKey ({@code U…}) that must sign the nonce. */
    public @Nullable String nkey() {
        return nkey;
    }

    /** What the user may do; null for the default of the account or the server. */
    public @Nullable PermissionsOptions permissions() {
        return permissions;
    }

    /** The kinds of connection that the user may come by. */
    public Set<ConnectionType> connectionTypes() {
        return connectionTypes;
    }

    /** Whether the user must come through a trusted proxy. */
    public boolean proxyRequired() {
        return proxyRequired;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "UserOptions[", "]");
        text.add("name=" + name);
        text.add("password=" + (password == null ? "none" : "<hidden>"));
        text.add("nkey=" + nkey);
        text.add("permissions=" + permissions);
        text.add("connectionTypes=" + connectionTypes);
        text.add("proxyRequired=" + proxyRequired);
        return text.toString();
    }

    /** Collects the values of {@link UserOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private @Nullable String name;
        private @Nullable String password;
        private @Nullable String nkey;
        private @Nullable PermissionsOptions permissions;
        private final Set<ConnectionType> connectionTypes = new LinkedHashSet<>();
        private boolean proxyRequired = false;

        private Builder() {}

        /** The name to log in with; null for a user who is known by an NKey. */
        public Builder name(@Nullable String name) {
            this.name = name;
            return this;
        }

        /** The password, plain or as a bcrypt hash ({@code $2a$…}). */
        public Builder password(@Nullable String password) {
            this.password = password;
            return this;
        }

        /** The public NKey ({@code U…}) that must sign the nonce. */
        public Builder nkey(@Nullable String nkey) {
            this.nkey = nkey;
            return this;
        }

        /** What the user may do; null for the default of the account or the server. */
        public Builder permissions(@Nullable PermissionsOptions permissions) {
            this.permissions = permissions;
            return this;
        }

        /** Replaces: the kinds of connection that the user may come by. Default none listed, which allows every kind. */
        public Builder connectionTypes(Iterable<? extends ConnectionType> values) {
            connectionTypes.clear();
            values.forEach(connectionTypes::add);
            return this;
        }

        /** Whether the user must come through a trusted proxy. Default false. */
        public Builder proxyRequired(boolean proxyRequired) {
            this.proxyRequired = proxyRequired;
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public UserOptions build() {
            return new UserOptions(this);
        }
    }
}
