// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.creds.CredentialsFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who one is by a context: in one way, as the nats command line wants it, and perhaps a token beside. */
final class ContextIdentity {
    private static final Pattern JWT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    private static final Pattern SEED = Pattern.compile("S[A-Z2-7]{57}");

    /** With a folder, from the home folder or a variable on, or a name with a suffix. */
    private static final Pattern PATH = Pattern.compile("[~$].*|.*[/\\\\].*|\\S+\\.\\w{1,5}");

    /** What somebody put where a path belongs. */
    private static final Pattern PASTED = Pattern.compile("S[A-Z2-7]{30,}|eyJ.*|-----BEGIN.*", Pattern.DOTALL);

    private final CommandLineContext context;
    private final ContextReferences references;

    ContextIdentity(CommandLineContext context) {
        this.context = context;
        this.references = context.references();
    }

    /** Empty where nothing is said. */
    Optional<Authenticator> authenticator() {
        List<String> ways = Stream.of("user", "creds", "nkey", "user_jwt")
                .filter(field -> context.text(field) != null)
                .toList();
        if (ways.size() > 1) {
            throw context.refused(String.join(" and ", ways) + " (expected: one way to say who one is)");
        }
        alone("password", "user");
        alone("user_seed", "user_jwt");
        Authenticator way = ways.isEmpty() ? null : way(ways.get(0));
        String token = context.text("token");
        if (token == null) {
            return Optional.ofNullable(way);
        }
        String told = literal("token", token);
        return Optional.of(way == null ? Authenticator.token(told) : Authenticators.andToken(way, told));
    }

    private void alone(String field, String belongsTo) {
        if (context.text(field) != null && context.text(belongsTo) == null) {
            throw context.refused(field + " without " + belongsTo + " (expected: both)");
        }
    }

    private Authenticator way(String field) {
        String value = String.valueOf(context.text(field));
        return switch (field) {
            case "user" -> Authenticator.userPassword(value, password());
            case "creds" -> credentials(value);
            case "nkey" -> nkey(value);
            default -> claims(value);
        };
    }

    private char[] password() {
        String password = context.text("password");
        return password == null ? new char[0] : literal("password", password).toCharArray();
    }

    /** Files are read at each connect, all else once. */
    private Authenticator credentials(String value) {
        Optional<byte[]> content = elsewhere("creds", value);
        return content.isPresent()
                ? Authenticator.credentials(content.get())
                : Authenticator.credentialsFile(file("creds", value));
    }

    private Authenticator nkey(String value) {
        Optional<byte[]> content = elsewhere("nkey", value);
        return content.isPresent()
                ? Authenticator.nkey(seed(content.get()))
                : Authenticator.nkeyFile(file("nkey", value));
    }

    /** Without a seed it is a bearer's. */
    private Authenticator claims(String value) {
        String jwt = textOrFile("user_jwt", value, JWT);
        String seed = context.text("user_seed");
        if (seed == null) {
            return Authenticators.fixed(Credentials.builder().jwt(jwt).build());
        }
        return Authenticator.jwt(jwt, seed(textOrFile("user_seed", seed, SEED).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * What is in the context itself, or in the file that it names: the nats command line writes either. What is neither may be a secret with a slip in it, so that no
     * message has it.
     */
    private String textOrFile(String field, String value, Pattern itself) {
        Optional<byte[]> elsewhere = named(() -> references.resolved(field, value));
        boolean path = elsewhere.isEmpty()
                && !holds(value, itself)
                && PATH.matcher(value).matches();
        String text = path
                ? inFile(field, value)
                : elsewhere.map(ContextIdentity::text).orElse(value);
        if (!holds(text, itself)) {
            throw unusable(field);
        }
        return text;
    }

    private static boolean holds(String text, Pattern itself) {
        return text.lines().anyMatch(line -> itself.matcher(line.strip()).matches());
    }

    private String inFile(String field, String path) {
        try {
            return text(ContextReferences.content(references.file(field, path).orElseThrow()));
        } catch (IllegalArgumentException e) {
            throw unusable(field);
        }
    }

    private IllegalArgumentException unusable(String field) {
        String what = field.equals("user_jwt") ? "a JWT" : "a seed";
        return context.refused(field + ": neither " + what + " nor a file with one that can be read (expected: " + what
                + ", or the path of a file)");
    }

    private String literal(String field, String value) {
        return named(() -> references.resolved(field, value))
                .map(ContextIdentity::text)
                .orElse(value);
    }

    /** What stands neither here nor in a file. */
    private Optional<byte[]> elsewhere(String field, String value) {
        return named(() -> references.file(field, value)).isPresent()
                ? Optional.empty()
                : named(() -> references.resolved(field, value));
    }

    private Path file(String field, String value) {
        if (PASTED.matcher(value).matches()) {
            // whoever reads the file would tell of its absence by its name
            throw context.refused(
                    field + ": a secret instead of its place (expected: the path of a file, or data:;base64,...)");
        }
        return named(() -> references.file(field, value)).orElseThrow();
    }

    private interface Lookup<T> {
        Optional<T> find();
    }

    /** With the name of the context beside what went wrong. */
    private <T> Optional<T> named(Lookup<T> lookup) {
        try {
            return lookup.find();
        } catch (IllegalArgumentException e) {
            throw context.refused(String.valueOf(e.getMessage()));
        }
    }

    private static String text(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8).strip();
        Arrays.fill(content, (byte) 0);
        return text;
    }

    private static char[] seed(byte[] content) {
        char[] seed = CredentialsFile.parseSeed(content);
        Arrays.fill(content, (byte) 0);
        return seed;
    }
}
