// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.AuthorizationOptions;
import io.natskit.server.config.ConnectionType;
import io.natskit.server.config.PermissionsOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.UserOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The users of a configuration by name and by key. Immutable once built. */
final class Directory {
    private final Map<String, User> byName = new LinkedHashMap<>();
    private final Map<String, User> byKey = new HashMap<>();

    Directory(ServerOptions options) {
        AuthorizationOptions authorization = options.authorization();
        for (UserOptions user : authorization.users()) {
            add(user, Identity.GLOBAL_ACCOUNT, authorization.defaultPermissions());
        }
        for (AccountOptions account : options.accounts()) {
            for (UserOptions user : account.users()) {
                add(user, account.name(), account.defaultPermissions());
            }
        }
    }

    /** Somebody who may log in. */
    record User(Identity identity, Secret password, Set<ConnectionType> connectionTypes, boolean proxyRequired) {
        boolean mayComeBy(ConnectionType type) {
            return connectionTypes.isEmpty() || connectionTypes.contains(type);
        }

        /** Whether a proxy that is trusted is missing. */
        boolean isBarred(ConnectRequest request) {
            return proxyRequired && request.proxy() == null;
        }
    }

    @Nullable
    User named(String name) {
        return byName.get(name);
    }

    @Nullable
    User withKey(String nkey) {
        return byKey.get(nkey);
    }

    /** The names and public keys that one logs in by. */
    List<String> logins() {
        List<String> logins = new ArrayList<>(byName.keySet());
        logins.addAll(byKey.keySet());
        return logins;
    }

    /** Those who have a name. */
    Collection<User> named() {
        return Collections.unmodifiableCollection(byName.values());
    }

    boolean hasKeys() {
        return !byKey.isEmpty();
    }

    boolean hasNames() {
        return !byName.isEmpty();
    }

    /** What the dearest password costs to compare, as a power of two; 0 if all are plain. */
    int highestCost() {
        int highest = 0;
        for (User user : byName.values()) {
            highest = Math.max(highest, user.password.cost());
        }
        return highest;
    }

    private void add(UserOptions options, String account, @Nullable PermissionsOptions defaults) {
        String nkey = options.nkey();
        String login = nkey != null ? nkey : Objects.requireNonNullElse(options.name(), "");
        PermissionsOptions own = options.permissions();
        Identity identity = new Identity(account, login, Permissions.of(own != null ? own : defaults));
        User user = new User(
                identity,
                new Secret(Objects.requireNonNullElse(options.password(), "")),
                options.connectionTypes(),
                options.proxyRequired());
        (nkey != null ? byKey : byName).put(login, user);
    }
}
