// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import io.natskit.cli.terminal.JsonText;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One context: its fields as the nats CLI writes them. Immutable; secrets are never part of {@link #toString()}. */
public final class ContextFile {
    /** The fields of a context file that are texts, in the CLI's order. */
    static final List<String> TEXTS = List.of(
            "description",
            "url",
            "socks_proxy",
            "token",
            "user",
            "password",
            "creds",
            "nkey",
            "cert",
            "key",
            "ca",
            "nsc",
            "jetstream_domain",
            "jetstream_api_prefix",
            "jetstream_event_prefix",
            "inbox_prefix",
            "user_jwt",
            "user_seed",
            "color_scheme");

    private static final List<String> IDENTITIES = List.of("user", "creds", "nkey", "nsc", "user_jwt");
    private static final Set<String> SECRETS = Set.of("token", "password", "user_jwt", "user_seed");
    private static final List<String> WINDOWS =
            List.of("windows_cert_store", "windows_cert_match_by", "windows_cert_match");
    private static final Set<PosixFilePermission> OWNERS_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNERS_FILE = PosixFilePermissions.fromString("rw-------");
    private static final String EMBEDDED = "data:";
    private static final String MASK = "*********";

    private final String name;
    private final Path path;
    private final JsonObject json;

    private ContextFile(String name, Path path, JsonObject json) {
        this.name = name;
        this.path = path;
        this.json = json;
    }

    static ContextFile read(String name, Path path) {
        try {
            return new ContextFile(name, path, JsonObject.parse(read(path).getBytes(StandardCharsets.UTF_8)));
        } catch (JsonException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage() + " (expected: JSON)", e);
        }
    }

    /** A context without any fields. */
    static ContextFile empty(String name, Path path) {
        return new ContextFile(name, path, JsonObject.parse("{}".getBytes(StandardCharsets.UTF_8)));
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** A field, unless it is missing or empty. */
    public Optional<String> text(String field) {
        String value = json.string(field);
        return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /** A field as it may be shown: secrets are masked. */
    public Optional<String> shown(String field) {
        return text(field).map(value -> SECRETS.contains(field) ? MASK : withoutSecret(field, value));
    }

    /** Whether TLS comes before the server's greeting. */
    public boolean tlsFirst() {
        return json.bool("tls_first", false);
    }

    /** Writes these fields over those that are there, under this name; the folder and file are for their owner's eyes alone. */
    void saveAs(String as, Path file, Map<String, String> fields, @Nullable Boolean first) {
        UnaryOperator<String> value =
                field -> fields.getOrDefault(field, text(field).orElse(""));
        List<String> ways =
                IDENTITIES.stream().filter(way -> !value.apply(way).isEmpty()).toList();
        if (ways.size() > 1) {
            throw new IllegalArgumentException(
                    "context \"" + as + "\": " + String.join(" and ", ways) + " (expected: one way to say who one is)");
        }
        write(file, JsonText.pretty(json(as, value, first)));
    }

    /** As JSON without secrets. */
    public byte[] shownJson() {
        return json(name, field -> shown(field).orElse(""), null);
    }

    private byte[] json(String as, UnaryOperator<String> value, @Nullable Boolean first) {
        JsonWriter out = new JsonWriter().field("name", as);
        TEXTS.forEach(field -> out.field(field, value.apply(field)));
        out.field("tls_first", first != null ? first : tlsFirst());
        WINDOWS.forEach(field -> out.field(field, value.apply(field)));
        List<String> authorities = json.strings("windows_ca_certs_match");
        return (authorities.isEmpty()
                        ? out.nullField("windows_ca_certs_match")
                        : out.strings("windows_ca_certs_match", authorities))
                .toBytes();
    }

    /** A URL may carry a password, and any field the whole content of what it would name ({@code data:}, by {@code nats context add --embed}). */
    private static String withoutSecret(String field, String value) {
        if (value.regionMatches(true, 0, EMBEDDED, 0, EMBEDDED.length())) {
            return MASK;
        }
        return switch (field) {
            case "url" ->
                Arrays.stream(value.split(",", -1))
                        .map(ContextFile::withoutLogin)
                        .collect(Collectors.joining(","));
            // one address: a comma is part of its password
            case "socks_proxy" -> withoutLogin(value);
            default -> value;
        };
    }

    private static String withoutLogin(String url) {
        int at = url.lastIndexOf('@');
        int scheme = url.indexOf("://");
        return at < 0 ? url : url.substring(0, scheme < 0 ? 0 : scheme + 3) + MASK + url.substring(at);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes a file that its owner alone may read, in a folder that its owner alone may list, where there are such modes. */
    static void write(Path file, String content) {
        try {
            Path folder = Objects.requireNonNull(file.getParent());
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNERS_FOLDER));
                tighten(folder, OWNERS_FOLDER);
                if (!Files.exists(file)) {
                    Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNERS_FILE));
                }
                tighten(file, OWNERS_FILE);
            } else {
                Files.createDirectories(folder);
            }
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static void tighten(Path path, Set<PosixFilePermission> mode) throws IOException {
        if (!Files.getPosixFilePermissions(path).equals(mode)) {
            Files.setPosixFilePermissions(path, mode);
        }
    }

    @Override
    public String toString() {
        return "ContextFile[" + name + ", " + path + "]";
    }
}
