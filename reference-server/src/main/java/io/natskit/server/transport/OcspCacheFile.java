// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.wire.json.GoTime;
import io.natskit.wire.json.IndentedJson;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The file of a cache of authorities' answers, as nats-server writes it: an object of JSON, by the certificates' fingerprints. Blocks; any thread. */
final class OcspCacheFile {
    private static final String NAME = "cache.json";
    private static final String DRAFT = "ocsprc-";
    private static final long BYTES_MAX = 256L << 20;
    private static final int INDENT = 1;
    private static final Set<String> STATUSES = Set.of(OcspAnswer.GOOD, OcspAnswer.REVOKED, OcspAnswer.UNKNOWN);

    private final Path file;

    /** That of a folder, which need not be there. */
    OcspCacheFile(Path folder) {
        this.file = folder.resolve(NAME).toAbsolutePath();
    }

    /** What it holds; nothing where there is none. Throws {@link IOException} if it cannot be read, or is none of nats-server's or ours. */
    Map<String, OcspEntry> read() throws IOException {
        try {
            long size = Files.size(file);
            if (size > BYTES_MAX) {
                throw new IOException(file + ": " + size + " bytes (expected: at most " + BYTES_MAX + ")");
            }
            JsonObject all = JsonObject.parse(Files.readAllBytes(file));
            Map<String, OcspEntry> entries = new LinkedHashMap<>();
            for (String key : all.names()) {
                JsonObject one = all.object(key);
                if (one != null) {
                    entries.put(key, entry(one));
                }
            }
            return entries;
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static OcspEntry entry(JsonObject one) {
        String status = one.string("resp_status");
        Instant expires = time(one.string("resp_expires"));
        return new OcspEntry(
                text(one.string("subject")),
                time(one.string("cached_at")),
                status != null && STATUSES.contains(status) ? status : OcspAnswer.UNKNOWN,
                GoTime.ZERO.equals(expires) ? null : expires,
                Base64.getDecoder().decode(text(one.string("resp"))));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Instant time(@Nullable String text) {
        return text == null ? GoTime.ZERO : GoTime.parse(text).toInstant();
    }

    /** Puts this in the place of what was there, whole or not at all. */
    void write(Map<String, OcspEntry> entries) throws IOException {
        JsonWriter json = new JsonWriter();
        new TreeMap<>(entries)
                .forEach((key, entry) -> json.begin(key)
                        .fieldIfPresent("subject", entry.subject())
                        .time("cached_at", entry.cachedAt())
                        .field("resp_status", entry.status())
                        .time("resp_expires", entry.expires())
                        .base64("resp", entry.packed())
                        .end());
        WholeFile.write(file, DRAFT, IndentedJson.of(json.toBytes(), INDENT));
    }
}
