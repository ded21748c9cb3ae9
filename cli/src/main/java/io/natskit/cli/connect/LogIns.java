// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import io.natskit.cli.terminal.Terminal;
import io.natskit.client.Authenticator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ways to say who one is that options and variables name. An option goes before the variables of all other ways. */
final class LogIns {
    /** The fields of a context that say who one is. */
    static final Set<String> FIELDS =
            Set.of("token", "user", "password", "creds", "nkey", "nsc", "user_jwt", "user_seed");

    private final ConnectionOptions options;
    private final Terminal terminal;

    LogIns(ConnectionOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /**
     * A way to say who one is, for which everything is there.
     *
     * @param said whether an option names it, and not variables alone
     * @param identity who one is then
     */
    private record Way(boolean said, Supplier<Authenticator> identity) {}

    /** The first way that an option names; without any the first that variables do. */
    Optional<Authenticator> identity() {
        return ways().stream()
                .min(Comparator.comparing(way -> !way.said()))
                .map(way -> way.identity().get());
    }

    private List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        String credentials = given(options.creds, "NATS_CREDS");
        if (credentials != null) {
            ways.add(new Way(options.creds != null, () -> Authenticator.credentialsFile(Path.of(credentials))));
        }
        String key = given(options.nkey, "NATS_NKEY");
        if (key != null) {
            ways.add(new Way(options.nkey != null, () -> Authenticator.nkeyFile(Path.of(key))));
        }
        String claims = given(options.jwt, "NATS_JWT");
        String secret = given(options.seed, "NATS_SEED");
        if (claims != null && secret != null) {
            ways.add(new Way(saysClaims(), () -> Authenticator.credentialsFiles(Path.of(claims), Path.of(secret))));
        } else if (options.jwt != null) {
            ways.add(new Way(true, () -> {
                throw new IllegalArgumentException("--jwt without --seed (expected: both)");
            }));
        }
        String name = given(options.user, "NATS_USER");
        if (name != null) {
            String word = given(options.password, "NATS_PASSWORD");
            char[] letters = word == null ? new char[0] : word.toCharArray();
            ways.add(new Way(saysUser(), () -> Authenticator.userPassword(name, letters)));
        }
        String one = given(options.token, "NATS_TOKEN");
        if (one != null) {
            ways.add(new Way(options.token != null, () -> Authenticator.token(one)));
        }
        return ways;
    }

    private boolean saysUser() {
        return options.user != null || options.password != null;
    }

    private boolean saysClaims() {
        return options.jwt != null || options.seed != null;
    }

    /** For a context of them. A way that an option names empties the others, whether a variable or the context before has them; a token may stand beside one. */
    Map<String, String> fields() {
        boolean said = saysUser() || saysClaims() || options.creds != null || options.nkey != null;
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "token", said ? options.token : given(options.token, "NATS_TOKEN"));
        if (!said || saysUser()) {
            put(fields, "user", given(options.user, "NATS_USER"));
            put(fields, "password", given(options.password, "NATS_PASSWORD"));
        } else {
            empty(fields, "user", "password");
        }
        if (!said || options.creds != null) {
            put(fields, "creds", given(options.creds, "NATS_CREDS"));
        } else {
            empty(fields, "creds");
        }
        if (!said || options.nkey != null) {
            put(fields, "nkey", given(options.nkey, "NATS_NKEY"));
        } else {
            empty(fields, "nkey");
        }
        if (!said || saysClaims()) {
            put(fields, "user_jwt", content(given(options.jwt, "NATS_JWT")));
            put(fields, "user_seed", content(given(options.seed, "NATS_SEED")));
        } else {
            empty(fields, "user_jwt", "user_seed");
        }
        if (said) {
            empty(fields, "nsc");
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static void empty(Map<String, String> fields, String... names) {
        for (String name : names) {
            fields.put(name, "");
        }
    }

    private static @Nullable String content(@Nullable String file) {
        return file == null ? null : ContextFile.read(Path.of(file)).strip();
    }

    private @Nullable String given(@Nullable String option, String variable) {
        return option != null ? option : terminal.variable(variable);
    }
}
