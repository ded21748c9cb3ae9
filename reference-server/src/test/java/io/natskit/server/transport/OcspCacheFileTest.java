// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.s2.S2Encoder;
import io.natskit.server.s2.S2Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OcspCacheFileTest {
    private static final Instant AT = Instant.parse("2026-11-27T04:00:00Z");
    private static final byte[] PACKED = {1, 2, 3};

    @TempDir
    Path folder;

    private OcspCacheFile file() {
        return new OcspCacheFile(folder);
    }

    private void holds(String text) throws IOException {
        Files.writeString(folder.resolve("cache.json"), text);
    }

    @Test
    void it_is_laid_out_as_nats_server_does_it() throws IOException {
        file().write(Map.of(
                "z=", new OcspEntry("CN=z", AT, OcspAnswer.GOOD, AT.plusSeconds(60), PACKED),
                "a/+", new OcspEntry("", AT, OcspAnswer.REVOKED, null, PACKED)));
        assertThat(folder.resolve("cache.json")).hasContent("""
                {
                 "a/+": {
                  "cached_at": "2026-11-27T04:00:00Z",
                  "resp_status": "revoked",
                  "resp_expires": "0001-01-01T00:00:00Z",
                  "resp": "AQID"
                 },
                 "z=": {
                  "subject": "CN=z",
                  "cached_at": "2026-11-27T04:00:00Z",
                  "resp_status": "good",
                  "resp_expires": "2026-11-27T04:01:00Z",
                  "resp": "AQID"
                 }
                }""");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).hasSize(1);
        }
    }

    @Test
    void what_is_written_is_read_again() throws IOException {
        file().write(Map.of("a", new OcspEntry("CN=a", AT, OcspAnswer.UNKNOWN, null, PACKED)));
        OcspEntry read = Objects.requireNonNull(file().read().get("a"));
        assertThat(read).isEqualTo(new OcspEntry("CN=a", AT, OcspAnswer.UNKNOWN, null, read.packed()));
        assertThat(read.packed()).isEqualTo(PACKED);
    }

    @Test
    void without_a_file_there_is_nothing() throws IOException {
        assertThat(new OcspCacheFile(folder.resolve("none")).read()).isEmpty();
    }

    @Test
    void a_place_that_cannot_be_looked_into_is_told_of() throws IOException {
        // a link to itself, which nobody may follow, whoever runs this
        Path link = folder.resolve("cache.json");
        Files.createSymbolicLink(link, link);
        assertThat(Files.exists(link)).isFalse();
        assertThatThrownBy(() -> file().read()).isInstanceOf(IOException.class);
    }

    @Test
    void what_fills_a_cache_fills_no_more_than_a_third_more_of_a_file() throws IOException {
        long bytesMax = 64 << 10;
        OcspCache cache = new OcspCache(Map.of(), false, 1_000, bytesMax);
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            byte[] packed = new byte[random.nextInt(2_000)];
            random.nextBytes(packed);
            String subject = "\u0000\u2028\ud83d\ude00\"".repeat(random.nextInt(10));
            cache.keep("key\u0001" + i, new OcspEntry(subject, AT, OcspAnswer.REVOKED, AT, packed));
        }
        Map<String, OcspEntry> all = Objects.requireNonNull(cache.changes());
        file().write(all);
        assertThat(all).hasSizeLessThan(1_000).hasSizeGreaterThan(20);
        assertThat(Files.size(folder.resolve("cache.json"))).isLessThan(bytesMax * 4 / 3);
        assertThat(file().read()).containsOnlyKeys(all.keySet());
    }

    @Test
    void a_status_that_nobody_knows_is_unknown() throws IOException {
        holds("{\"a\": {\"resp_status\": \"fine\"}, \"b\": null}");
        Map<String, OcspEntry> read = file().read();
        assertThat(read).containsOnlyKeys("a");
        assertThat(Objects.requireNonNull(read.get("a")).status()).isEqualTo(OcspAnswer.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\": 1}",
                "{\"a\": {\"resp\": \"*\"}}",
                "{\"a\": {\"resp\": 1}}",
                "{\"a\": {\"cached_at\": \"yesterday\"}}"
            })
    void what_is_no_cache_is_refused_with_its_place(String text) throws IOException {
        holds(text);
        assertThatThrownBy(() -> file().read())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("cache.json").toString());
    }

    @Test
    void an_answer_is_packed_as_s2_and_one_that_was_changed_is_refused() {
        byte[] bytes = "answer answer answer answer".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        S2Encoder encoder = new S2Encoder(packed::write);
        encoder.write(bytes, 0, bytes.length);
        encoder.finish();
        OcspEntry entry = new OcspEntry("CN=a", AT, OcspAnswer.GOOD, null, packed.toByteArray());
        assertThat(entry.unpacked()).isEqualTo(bytes);
        byte[] changed = entry.packed().clone();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> new OcspEntry("CN=a", AT, OcspAnswer.GOOD, null, changed).unpacked())
                .isInstanceOf(S2Exception.class);
    }
}
