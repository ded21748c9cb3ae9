// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.creds.CredentialsFile;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A context of the nats command line (ADR-21), turned into options. */
final class CommandLineContext {

    private final Path file;
    private final JsonObject json;

    private CommandLineContext(Path file, JsonObject json) {
        this.file = file;
        this.json = json;
    }

    /** {@code $XDG_CONFIG_HOME/nats}, or {@code ~/.config/nats}. */
    static Path folder() {
        return folder(System.getenv("XDG_CONFIG_HOME"), System.getProperty("user.home"));
    }

    static Path folder(@Nullable String xdgConfigHome, String home) {
        boolean set = xdgConfigHome != null && !xdgConfigHome.isEmpty();
        return (set ? Path.of(xdgConfigHome) : Path.of(home, ".config")).resolve("nats");
    }

    static CommandLineContext named(String name) {
        return named(folder(), name);
    }

    static CommandLineContext named(Path folder, String name) {
        // as the command line checks it: a name is one step below the folder, never a way out of it
        if (name.isEmpty() || name.contains("..") || name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException("context: \"" + name + "\" (expected: a name without / or ..)");
        }
        return in(folder.resolve("context").resolve(name + ".json"));
    }

    static CommandLineContext selected() {
        return selected(folder());
    }

    static CommandLineContext selected(Path folder) {
        Path selection = folder.resolve("context.txt");
        String name = new String(read(selection), StandardCharsets.UTF_8).strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException(selection + " is empty (expected: the name of a context)");
        }
        return named(folder, name);
    }

    static CommandLineContext in(Path file) {
        byte[] bytes = read(file);
        try {
            return new CommandLineContext(file, JsonObject.parse(bytes));
        } catch (JsonException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage() + " (expected: JSON)", e);
        }
    }

    /** Sets what the context says and leaves the rest alone. */
    void apply(Options.Builder options) {
        String url = text("url");
        if (url != null) {
            options.servers(url);
        }
        String inboxPrefix = text("inbox_prefix");
        if (inboxPrefix != null) {
            options.inboxPrefix(inboxPrefix);
        }
        auth(options);
        tls(options);
    }

    /** In the order in which the command line prefers them. */
    private void auth(Options.Builder options) {
        String user = text("user");
        String password = text("password");
        String credentials = text("creds");
        String nkey = text("nkey");
        String jwt = text("user_jwt");
        String seed = text("user_seed");
        String token = text("token");
        if (text("nsc") != null) {
            throw new IllegalArgumentException(file + ": nsc: \"" + text("nsc")
                    + "\" needs the nsc program (expected: creds with the file that nsc wrote)");
        }
        if (credentials != null) {
            options.auth(Authenticator.credentialsFile(path(credentials)));
        } else if (nkey != null) {
            options.auth(Authenticator.nkeyFile(path(nkey)));
        } else if (jwt != null && seed != null) {
            options.auth(Authenticator.jwt(jwt, seed(seed)));
        } else if (user != null) {
            options.auth(Authenticator.userPassword(user, password == null ? new char[0] : password.toCharArray()));
        } else if (token != null) {
            options.auth(Authenticator.token(token));
        }
    }

    private static char[] seed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        char[] seed = CredentialsFile.parseSeed(bytes);
        Arrays.fill(bytes, (byte) 0);
        return seed;
    }

    private void tls(Options.Builder options) {
        String ca = text("ca");
        String certificate = text("cert");
        String key = text("key");
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    file + ": " + (key == null ? "cert without key" : "key without cert") + " (expected: both)");
        }
        options.tls(tls -> {
            if (ca != null) {
                tls.caFile(path(ca));
            }
            if (certificate != null && key != null) {
                tls.certificate(path(certificate), path(key));
            }
            if (json.bool("tls_first", false)) {
                tls.mode(TlsOptions.Mode.FIRST);
            }
        });
    }

    /** A path as the command line reads it: a leading ~ is the home folder. */
    private static Path path(String text) {
        if (text.equals("~") || text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home") + text.substring(1));
        }
        return Path.of(text);
    }

    private @Nullable String text(String name) {
        String value = json.string(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + " (expected: a context of the nats command)", e);
        }
    }
}
