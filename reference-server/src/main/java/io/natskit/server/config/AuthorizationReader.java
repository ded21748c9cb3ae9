// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.server.config.ConfigProblems.Mismatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code authorization} and {@code accounts} blocks of a configuration, and checks that each user is there once. */
final class AuthorizationReader {
    private static final Duration TIMEOUT_HIGH = Duration.ofSeconds(60);

    private final ConfigProblems problems;
    private final ServerOptions.Builder options;
    private final UsersReader users;
    private final Set<String> logins = new HashSet<>();
    private @Nullable AuthorizationOptions single;
    private boolean timeoutNamed;

    AuthorizationReader(ConfigProblems problems, ServerOptions.Builder options) {
        this.problems = problems;
        this.options = options;
        this.users = new UsersReader(problems);
    }

    /** Whether the file names the time that a log-in may take. */
    boolean isTimeoutNamed() {
        return timeoutNamed;
    }

    /** What can be told once all accounts are known. */
    void finish() {
        ServerOptions read = options.build();
        CalloutOptions callout = read.authorization().callout();
        if (callout == null) {
            return;
        }
        for (String name : callout.allowedAccounts()) {
            if (read.accounts().stream().noneMatch(one -> one.name().equals(name))) {
                problems.errors()
                        .add("auth_callout allowed account " + GoText.quote(name)
                                + " not found in configured accounts");
            }
        }
    }

    void authorization(ConfigNode node) {
        AuthorizationOptions.Builder builder = AuthorizationOptions.builder();
        boolean hasUsers = false;
        Map<String, ConfigNode> fields = ConfigProblems.map(node);
        try {
            for (Map.Entry<String, ConfigNode> field : fields.entrySet()) {
                hasUsers |= authorizationField(GoText.lower(field.getKey()), field.getKey(), field.getValue(), builder);
            }
        } catch (Mismatch mismatch) {
            problems.add(mismatch);
        }
        AuthorizationOptions read = builder.build();
        String conflict = conflict(read, hasUsers);
        if (conflict != null) {
            problems.error(node, conflict);
            return;
        }
        single = read;
        read.users().forEach(user -> claim(user, node));
        options.authorization(current -> current.username(read.username())
                .password(read.password())
                .token(read.token())
                .timeout(read.timeout())
                .proxyRequired(read.proxyRequired())
                .callout(read.callout())
                .defined(true)
                .defaultPermissions(read.defaultPermissions())
                .users(read.users()));
    }

    private @Nullable String conflict(AuthorizationOptions read, boolean hasUsers) {
        boolean single = read.username() != null;
        if ((single || read.password() != null) && read.token() != null) {
            return "Cannot have a user/pass and token";
        }
        if (!hasUsers && logins.isEmpty()) {
            return null;
        }
        if (single) {
            return "Can not have a single user/pass and a users array";
        }
        return read.token() != null ? "Can not have a token and a users array" : null;
    }

    /** Reads one field; true when it is the list of users. */
    private boolean authorizationField(
            String name, String shown, ConfigNode value, AuthorizationOptions.Builder builder) {
        switch (name) {
            case "user", "username" -> builder.username(present(ConfigProblems.string(value)));
            case "pass", "password" -> builder.password(present(ConfigProblems.string(value)));
            case "token" -> builder.token(present(ConfigProblems.string(value)));
            case "timeout" -> timeout(value, shown, builder);
            case "users" -> {
                builder.users(readUsers(value));
                return true;
            }
            case "default_permission", "default_permissions", "permissions" ->
                builder.defaultPermissions(users.permissions(value));
            case "auth_callout", "auth_hook" -> builder.callout(new CalloutReader(problems).read(value));
            case "proxy_required" -> builder.proxyRequired(ConfigProblems.bool(value));
            default -> problems.unknown(value, shown);
        }
        return false;
    }

    private void timeout(ConfigNode value, String shown, AuthorizationOptions.Builder builder) {
        Duration timeout = ConfigProblems.timeout(value, "error parsing authorization config");
        if (timeout.compareTo(TIMEOUT_HIGH) > 0) {
            String seconds = String.format(Locale.ROOT, "%f", timeout.toNanos() / 1e9);
            problems.warn(
                    value,
                    shown,
                    "timeout of " + value.value() + " (" + seconds
                            + " seconds) is high, consider keeping it under 60 seconds. possibly caused by unquoted duration;"
                            + " use '1m' instead of 1m, for example");
        }
        if (!timeout.isZero()) {
            timeoutNamed = true;
            builder.timeout(timeout);
        }
    }

    private List<UserOptions> readUsers(ConfigNode value) {
        try {
            return users.read(value);
        } catch (Mismatch mismatch) {
            problems.add(mismatch);
            return List.of();
        }
    }

    private static @Nullable String present(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Notes a user's name or NKey; a second claim of it is an error. */
    private boolean claim(UserOptions user, ConfigNode node) {
        String login = user.nkey() != null ? user.nkey() : String.valueOf(user.name());
        if (logins.add(login)) {
            return true;
        }
        String kind = user.nkey() != null ? "nkey" : "user";
        problems.error(node, "Duplicate " + kind + " " + GoText.quote(login) + " detected");
        return false;
    }

    void accounts(ConfigNode node) {
        Map<String, AccountOptions> accounts = new LinkedHashMap<>();
        if (node.value() instanceof List) {
            for (ConfigNode entry : ConfigProblems.list(node)) {
                String name = ConfigProblems.string(entry);
                if (isFree(name, entry)
                        && accounts.putIfAbsent(
                                        name,
                                        AccountOptions.builder().name(name).build())
                                != null) {
                    problems.error(entry, "Duplicate Account Entry: " + name);
                }
            }
        } else if (node.value() instanceof Map) {
            ConfigProblems.map(node).forEach((name, entry) -> {
                if (entry.isUsedAsVariable()) {
                    return;
                }
                if (!(entry.value() instanceof Map)) {
                    problems.error(entry, "Expected map entries for accounts");
                } else if (isFree(name, entry)) {
                    accounts.put(name, account(name, ConfigProblems.map(entry)));
                }
            });
        }
        options.accounts(accounts.values());
    }

    private boolean isFree(String name, ConfigNode node) {
        boolean reserved = name.equals("$G");
        if (reserved) {
            problems.error(node, GoText.quote(name) + " is a Reserved Account");
        }
        return !reserved;
    }

    private AccountOptions account(String name, Map<String, ConfigNode> fields) {
        AccountOptions.Builder builder = AccountOptions.builder().name(name);
        @Nullable ConfigNode usersAt = null;
        List<UserOptions> found = List.of();
        for (Map.Entry<String, ConfigNode> field : fields.entrySet()) {
            ConfigNode value = field.getValue();
            String shown = field.getKey();
            try {
                switch (GoText.lower(shown)) {
                    case "nkey" -> builder.nkey(accountKey(value));
                    case "users" -> {
                        usersAt = value;
                        found = users.read(value);
                    }
                    case "default_permissions" -> builder.defaultPermissions(users.permissions(value));
                    case "limits" -> limits(value, builder);
                    case "jetstream" -> builder.jetStream(JetStreamReader.account(problems, value));
                    case "exports" -> builder.exports(new SharingReader(problems).exports(value));
                    case "imports" -> builder.imports(new SharingReader(problems).imports(value));
                    case "mappings", "maps" -> builder.mappings(new MappingsReader(problems).read(value));
                    case "msg_trace", "trace_dest" -> builder.messageTrace(MessageTraceReader.read(value, shown));
                    default -> problems.unknown(value, shown);
                }
            } catch (Mismatch mismatch) {
                problems.add(mismatch);
            }
        }
        if (usersAt != null && !found.isEmpty()) {
            builder.users(claimed(found, usersAt));
        }
        return builder.build();
    }

    private List<UserOptions> claimed(List<UserOptions> found, ConfigNode usersAt) {
        AuthorizationOptions authorization = single;
        if (authorization != null && authorization.username() != null) {
            problems.error(usersAt, "Can not have a single user/pass and accounts");
            return List.of();
        }
        if (authorization != null && authorization.token() != null) {
            problems.error(usersAt, "Can not have a token and accounts");
            return List.of();
        }
        List<UserOptions> claimed = new ArrayList<>();
        for (UserOptions user : found) {
            if (claim(user, usersAt)) {
                claimed.add(user);
            }
        }
        return claimed;
    }

    private static String accountKey(ConfigNode value) {
        if (value.value() instanceof String key && PublicKeys.isAccount(key)) {
            return key;
        }
        String shown = value.value() instanceof String text ? GoText.quote(text) : value.shown();
        throw ConfigProblems.mismatch(value, "Not a valid public nkey for an account: " + shown);
    }

    private void limits(ConfigNode node, AccountOptions.Builder builder) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "Expected account limits to be a map/struct, got " + node.shown());
        }
        ConfigProblems.map(node).forEach((field, value) -> {
            switch (GoText.lower(field)) {
                case "max_connections", "max_conn" -> builder.maxConnections(ConfigProblems.integer(value));
                case "max_subscriptions", "max_subs" -> builder.maxSubscriptions(ConfigProblems.integer(value));
                case "max_payload", "max_pay" -> builder.maxPayloadBytes(ConfigProblems.integer(value));
                case "max_leafnodes", "max_leafs" -> builder.maxLeafNodes(ConfigProblems.integer(value));
                default -> {
                    if (!value.isUsedAsVariable()) {
                        problems.error(value, "Unknown field " + GoText.quote(field) + " parsing account limits");
                    }
                }
            }
        });
    }
}
