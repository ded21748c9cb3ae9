// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the values of a context are, if they are not in it: {@code env://}, {@code file://} and {@code data:}, as the nats command line reads them. */
final class ContextReferences {
    private static final Pattern SCHEME = Pattern.compile("(?i)(file|env|op|nsc)://.*|(data):.*", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

    private final Function<String, @Nullable String> environment;
    private final String home;

    ContextReferences(Function<String, @Nullable String> environment, String home) {
        this.environment = environment;
        this.home = home;
    }

    static ContextReferences ofThisProcess() {
        return new ContextReferences(System::getenv, System.getProperty("user.home"));
    }

    /** The file that a value names, by a path or {@code file://}; empty for one that stands elsewhere. */
    Optional<Path> file(String field, String value) {
        return switch (scheme(value)) {
            case "" -> Optional.of(path(field, value));
            case "file" -> Optional.of(path(field, value.substring("file://".length())));
            default -> Optional.empty();
        };
    }

    /** What a value comes to, where it stands elsewhere; empty for one that is meant as it is. */
    Optional<byte[]> resolved(String field, String value) {
        String scheme = scheme(value);
        return switch (scheme) {
            case "" -> Optional.empty();
            case "file" -> Optional.of(content(path(field, value.substring("file://".length()))));
            case "env" -> {
                String variable = variable(field, value.substring("env://".length()));
                yield Optional.of(variable.getBytes(StandardCharsets.UTF_8));
            }
            case "data" -> Optional.of(data(field, value));
            default ->
                throw new IllegalArgumentException(field + ": " + scheme
                        + ":// needs another program (expected: a file, env://NAME or data:;base64,...)");
        };
    }

    static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** A path as the command line reads it: a leading ~ is the home folder, $NAME a variable. */
    private Path path(String field, String text) {
        String whole = VARIABLE.matcher(text).replaceAll(found -> {
            String name = found.group(1) != null ? found.group(1) : found.group(2);
            return Matcher.quoteReplacement(variable(field, name));
        });
        try {
            return Path.of(whole.equals("~") || whole.startsWith("~/") ? home + whole.substring(1) : whole);
        } catch (InvalidPathException e) {
            // its message has the text, which may be a secret in the wrong place
            throw new IllegalArgumentException(field + ": no path of a file (expected: a path, or file:// and one)");
        }
    }

    private String variable(String field, String name) {
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(
                    field + ": variable " + name + " (expected: one that the environment has)");
        }
        return value;
    }

    private static byte[] data(String field, String value) {
        int comma = value.indexOf(',');
        if (comma < 0 || !value.substring(0, comma).endsWith(";base64")) {
            throw noData(field);
        }
        try {
            return Base64.getDecoder().decode(value.substring(comma + 1));
        } catch (IllegalArgumentException e) {
            // its message may show a piece of the secret
            throw noData(field);
        }
    }

    private static IllegalArgumentException noData(String field) {
        return new IllegalArgumentException(field + ": data: without content (expected: data:;base64,...)");
    }

    /** One of those that are known, else nothing: other values may have a colon, too. */
    private static String scheme(String value) {
        Matcher matcher = SCHEME.matcher(value);
        if (!matcher.matches()) {
            return "";
        }
        String scheme = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return scheme.toLowerCase(Locale.ROOT);
    }
}
