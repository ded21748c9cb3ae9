// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.objectstore.DamagedObjectException;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectLink;
import io.natskit.wire.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
    private static final String ABC = "SHA-256=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=";

    private static ObjectInfo info(long size, long chunks, String digest) {
        return new ObjectInfo(
                "S", "o", "", Map.of(), Map.of(), 0, null, "N", size, chunks, digest, false, Instant.EPOCH);
    }

    private static Verifier fed(ObjectInfo info, String... chunks) {
        Verifier verifier = new Verifier(info);
        for (String chunk : chunks) {
            verifier.take(ByteBuffer.wrap(chunk.getBytes(StandardCharsets.UTF_8)));
        }
        return verifier;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ABC,
                "SHA-256=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0",
                "SHA-256=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
                ""
            })
    void what_is_whole_passes_however_its_digest_is_spelled(String digest) {
        assertThatCode(() -> fed(info(3, 2, digest), "ab", "c").finish()).doesNotThrowAnyException();
    }

    @Test
    void what_differs_is_named() {
        assertThatThrownBy(() -> fed(info(3, 2, ABC), "ab").finish())
                .isInstanceOf(DamagedObjectException.class)
                .hasMessage(
                        "object \"o\" of store \"S\": 1 chunks, 2 bytes (expected: 2 chunks, 3 bytes, " + ABC + ")");
        assertThatThrownBy(() -> fed(info(3, 2, ABC), "ab", "d").finish()).isInstanceOf(DamagedObjectException.class);
        assertThatThrownBy(() -> fed(info(3, 1, ABC), "ab", "c")).isInstanceOf(DamagedObjectException.class);
        assertThatThrownBy(() -> fed(info(3, 2, ABC), "ab", "cd")).isInstanceOf(DamagedObjectException.class);
    }

    @Test
    void a_description_is_written_as_the_decision_has_it_and_read_again() {
        ObjectInfo info = new ObjectInfo(
                "S",
                "o",
                "d",
                Map.of("h", List.of("1", "2")),
                Map.of("k", "v"),
                1000,
                new ObjectLink("T", "p"),
                "N",
                3,
                1,
                ABC,
                true,
                Instant.EPOCH);

        assertThat(InfoJson.write(info))
                .asString()
                .isEqualTo(
                        "{\"name\":\"o\",\"description\":\"d\",\"headers\":{\"h\":[\"1\",\"2\"]},\"metadata\":{\"k\":\"v\"},"
                                + "\"options\":{\"link\":{\"bucket\":\"T\",\"name\":\"p\"},\"max_chunk_size\":1000},"
                                + "\"bucket\":\"S\",\"nuid\":\"N\",\"size\":3,\"chunks\":1,\"digest\":\"" + ABC
                                + "\",\"deleted\":true}");
        assertThat(InfoJson.read(InfoJson.write(info), Instant.EPOCH)).isEqualTo(info);
        assertThat(InfoJson.read("{}".getBytes(StandardCharsets.UTF_8), Instant.EPOCH)
                        .name())
                .isEmpty();
        assertThatThrownBy(() -> InfoJson.read("[1]".getBytes(StandardCharsets.UTF_8), Instant.EPOCH))
                .isInstanceOf(JsonException.class);
    }
}
