// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A context of the nats command line (ADR-21): a file in {@code nats/context} of the user's settings. {@link Options.Builder#context(CommandLineContext)} takes what is said of the connection: {@code url},
 * {@code socks_proxy}, who one is ({@code user} and {@code password}, {@code creds}, {@code nkey}, {@code user_jwt} and {@code user_seed}, {@code token}), {@code cert}, {@code key}, {@code ca}, {@code
 * tls_first}, {@code inbox_prefix}; what is said of JetStream stands here. {@code description} and {@code color_scheme} are for people. {@code nsc} and the certificate stores of Windows are refused.
 *
 * <p>Secrets may be elsewhere: {@code env://NAME}, {@code file:///path} and {@code data:;base64,...} are read, {@code op://} and {@code nsc://} are refused, since other programs would have to be run. In
 * paths a leading {@code ~} and {@code $NAME} are replaced. Immutable; prints no secret.
 */
public final class CommandLineContext {

    private final Path file;
    private final JsonObject json;
    private final ContextReferences references;
    private final Set<String> passedOver;

    private CommandLineContext(Path file, JsonObject json, ContextReferences references, Set<String> passedOver) {
        this.file = file;
        this.json = json;
        this.references = references;
        this.passedOver = passedOver;
    }

    /** {@code $XDG_CONFIG_HOME/nats}, or {@code ~/.config/nats}. */
    static Path folder() {
        return folder(System.getenv("XDG_CONFIG_HOME"), System.getProperty("user.home"));
    }

    static Path folder(@Nullable String xdgConfigHome, String home) {
        boolean set = xdgConfigHome != null && !xdgConfigHome.isEmpty();
        return (set ? Path.of(xdgConfigHome) : Path.of(home, ".config")).resolve("nats");
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException when there is none, or it cannot be read
     */
    public static CommandLineContext named(String name) {
        return named(folder(), name);
    }

    static CommandLineContext named(Path folder, String name) {
        // as the command line checks it: a name is one step below the folder, never a way out of it
        if (name.isEmpty() || name.contains("..") || name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException("context: \"" + name + "\" (expected: a name without / or ..)");
        }
        return in(folder.resolve("context").resolve(name + ".json"));
    }

    /**
     * The one that {@code nats context select} chose.
     *
     * @throws IllegalArgumentException when none is, or it cannot be read
     */
    public static CommandLineContext selected() {
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

    /**
     * The one in this file.
     *
     * @throws IllegalArgumentException when there is none, or it cannot be read
     */
    public static CommandLineContext in(Path file) {
        return in(file, ContextReferences.ofThisProcess());
    }

    static CommandLineContext in(Path file, ContextReferences references) {
        byte[] bytes = read(file);
        try {
            return new CommandLineContext(file, JsonObject.parse(bytes), references, Set.of());
        } catch (JsonException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage() + " (expected: JSON)", e);
        }
    }

    /** The same as if these fields were not there, for whoever knows better what they say: what could not be used in them is not refused either. */
    public CommandLineContext without(Collection<String> fields) {
        Set<String> all = new HashSet<>(passedOver);
        all.addAll(fields);
        return new CommandLineContext(file, json, references, Set.copyOf(all));
    }

    /** The domain of JetStream, if it is said. */
    public Optional<String> jetStreamDomain() {
        String domain = text("jetstream_domain");
        if (domain != null && text("jetstream_api_prefix") != null) {
            throw refused("jetstream_domain and jetstream_api_prefix (expected: one of them)");
        }
        return Optional.ofNullable(domain);
    }

    /** What subjects of JetStream's API begin with, if it is said. */
    public Optional<String> jetStreamApiPrefix() {
        return Optional.ofNullable(text("jetstream_api_prefix"));
    }

    /** What subjects of JetStream's advisories and metrics begin with, if it is said. */
    public Optional<String> jetStreamEventPrefix() {
        return Optional.ofNullable(text("jetstream_event_prefix"));
    }

    /** Sets what the context says and leaves the rest alone. */
    void apply(Options.Builder options) {
        if (text("nsc") != null) {
            throw refused("nsc: \"" + text("nsc")
                    + "\" needs the nsc program (expected: creds with the file that nsc wrote)");
        }
        if (text("windows_cert_store") != null) {
            throw refused(
                    "windows_cert_store: certificate stores of Windows are not read (expected: cert, key and ca)");
        }
        String url = text("url");
        if (url != null) {
            options.servers(url);
        }
        String proxy = text("socks_proxy");
        if (proxy != null) {
            options.buffers(b -> b.proxy(ProxyServer.socks(proxy)));
        }
        String inboxPrefix = text("inbox_prefix");
        if (inboxPrefix != null) {
            options.inboxPrefix(inboxPrefix);
        }
        new ContextIdentity(this).authenticator().ifPresent(options::auth);
        tls(options);
    }

    private void tls(Options.Builder options) {
        String ca = text("ca");
        String certificate = text("cert");
        String key = text("key");
        if ((certificate == null) != (key == null)) {
            throw refused((key == null ? "cert without key" : "key without cert") + " (expected: both)");
        }
        options.tls(tls -> {
            if (ca != null) {
                tls.caFile(path("ca", ca));
            }
            if (certificate != null && key != null) {
                tls.certificate(path("cert", certificate), path("key", key));
            }
            if (!passedOver.contains("tls_first") && json.bool("tls_first", false)) {
                tls.mode(TlsOptions.Mode.FIRST);
            }
        });
    }

    private Path path(String field, String value) {
        return references
                .file(field, value)
                .orElseThrow(() -> refused(field + ": no path of a file (expected: a path, or file:// and one)"));
    }

    /** How values that stand elsewhere are found. */
    ContextReferences references() {
        return references;
    }

    /** A field, unless it is missing or empty. */
    @Nullable
    String text(String name) {
        if (passedOver.contains(name)) {
            return null;
        }
        try {
            String value = json.string(name);
            return value == null || value.isEmpty() ? null : value;
        } catch (JsonException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    /** What is thrown for something that cannot be done. */
    IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(file + ": " + why);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + " (expected: a context of the nats command)", e);
        }
    }

    @Override
    public String toString() {
        return "CommandLineContext[" + file + "]";
    }
}
