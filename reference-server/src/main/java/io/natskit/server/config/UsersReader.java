// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.server.config.ConfigProblems.Mismatch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a {@code users} list of a configuration. */
final class UsersReader {
    private final ConfigProblems problems;
    private final PermissionsReader permissions;

    UsersReader(ConfigProblems problems) {
        this.problems = problems;
        this.permissions = new PermissionsReader(problems);
    }

    /** The permissions of a block, or null when they cannot be read. */
    @Nullable
    PermissionsOptions permissions(ConfigNode node) {
        try {
            return permissions.read(node);
        } catch (Mismatch mismatch) {
            problems.add(mismatch);
            return null;
        }
    }

    List<UserOptions> read(ConfigNode node) {
        if (!(node.value() instanceof List)) {
            throw ConfigProblems.mismatch(node, "Expected users field to be an array, got " + node.shown());
        }
        List<UserOptions> users = new ArrayList<>();
        for (ConfigNode entry : ConfigProblems.list(node)) {
            if (entry.value() instanceof Map) {
                users.add(user(entry));
            } else {
                problems.error(entry, "Expected user entry to be a map/struct, got " + entry.value());
            }
        }
        return users;
    }

    private UserOptions user(ConfigNode entry) {
        UserOptions.Builder builder = UserOptions.builder();
        ConfigNode last = entry;
        for (Map.Entry<String, ConfigNode> field : ConfigProblems.map(entry).entrySet()) {
            ConfigNode value = field.getValue();
            last = value;
            switch (GoText.lower(field.getKey())) {
                case "nkey" -> builder.nkey(present(ConfigProblems.string(value)));
                case "user", "username" -> builder.name(present(ConfigProblems.string(value)));
                case "pass", "password" -> builder.password(present(ConfigProblems.string(value)));
                case "permission", "permissions", "authorization" -> builder.permissions(permissions(value));
                case "allowed_connection_types", "connection_types", "clients" ->
                    builder.connectionTypes(connectionTypes(value));
                case "proxy_required" -> builder.proxyRequired(ConfigProblems.bool(value));
                default -> problems.unknown(value, field.getKey());
            }
        }
        UserOptions user = builder.build();
        check(user, last);
        return user;
    }

    private static void check(UserOptions user, ConfigNode last) {
        String nkey = user.nkey();
        if (nkey == null) {
            if (user.name() == null) {
                throw ConfigProblems.mismatch(last, "User entry requires a user");
            }
            return;
        }
        if (!PublicKeys.isUser(nkey)) {
            throw ConfigProblems.mismatch(last, "Not a valid public nkey for a user");
        }
        if (user.name() != null || user.password() != null) {
            throw ConfigProblems.mismatch(last, "Nkey users do not take usernames or passwords");
        }
    }

    private static @Nullable String present(String text) {
        return text.isEmpty() ? null : text;
    }

    private Set<ConnectionType> connectionTypes(ConfigNode node) {
        EnumSet<ConnectionType> types = EnumSet.noneOf(ConnectionType.class);
        List<String> unknown = new ArrayList<>();
        for (String name : strings(node)) {
            String upper = name.toUpperCase(Locale.ROOT);
            try {
                types.add(ConnectionType.valueOf(upper));
            } catch (IllegalArgumentException e) {
                unknown.add(GoText.quote(upper));
            }
        }
        if (!unknown.isEmpty()) {
            problems.error(node, "invalid connection types [" + String.join(" ", unknown) + "]");
        }
        return types;
    }

    private List<String> strings(ConfigNode node) {
        if (node.value() instanceof String text) {
            return List.of(text);
        }
        List<String> strings = new ArrayList<>();
        if (!(node.value() instanceof List)) {
            problems.error(node, "error parsing allowed connection types: unsupported type " + node.goType());
            return strings;
        }
        for (ConfigNode entry : ConfigProblems.list(node)) {
            if (entry.value() instanceof String text) {
                strings.add(text);
            } else {
                problems.error(
                        entry, "error parsing allowed connection types: unsupported type in array " + entry.goType());
            }
        }
        return strings;
    }
}
