// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import static io.natskit.wire.jetstream.Recorded.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JetStreamErrorTest {
    @Test
    void every_code_from_10002_to_10228_is_there_once() {
        int[] codes = Arrays.stream(JetStreamError.values())
                .mapToInt(JetStreamError::errCode)
                .toArray();
        assertThat(codes).hasSize(227).doesNotHaveDuplicates();
        assertThat(Arrays.stream(codes).min()).hasValue(10002);
        assertThat(Arrays.stream(codes).max()).hasValue(10228);
        assertThat(JetStreamError.of(10059)).contains(JetStreamError.STREAM_NOT_FOUND);
        assertThat(JetStreamError.STREAM_NOT_FOUND.code()).isEqualTo(404);
    }

    @Test
    void the_places_of_a_description_are_filled_in_order() {
        assertThat(JetStreamError.STREAM_WRONG_LAST_SEQUENCE.with(6))
                .isEqualTo(new ApiError(400, 10071, "wrong last sequence: 6"));
        assertThat(JetStreamError.STREAM_EXTERNAL_DEL_PREFIX_OVERLAPS.with("d.{x}", "s"))
                .isEqualTo(new ApiError(
                        400, 10022, "stream external delivery prefix d.{x} overlaps with stream subject s"));
        assertThatThrownBy(() -> JetStreamError.STREAM_WRONG_LAST_SEQUENCE.with())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JetStreamError.STREAM_NOT_FOUND.with("x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_code_of_a_newer_server_is_kept() {
        ApiError error = ApiError.find(
                        bytes(
                                "{\"type\":\"t\",\"error\":{\"code\":400,\"err_code\":19999,\"description\":\"new\",\"hint\":1}}"))
                .orElseThrow();
        assertThat(error).isEqualTo(new ApiError(400, 19999, "new"));
        assertThat(error.known()).isEmpty();
        assertThat(ApiError.find(bytes("{\"success\":true}"))).isEmpty();
    }

    @Test
    void header_names_are_the_same_as_bytes() {
        for (JetStreamHeader header : JetStreamHeader.values()) {
            byte[] name = header.text().getBytes(StandardCharsets.US_ASCII);
            assertThat(header.bytes()).isEqualTo(name);
            assertThat(header.is(name, 0, name.length)).isTrue();
            byte[] dst = new byte[name.length + 1];
            assertThat(header.write(dst, 1)).isEqualTo(dst.length);
        }
        assertThat(JetStreamHeader.MSG_ID).hasToString("Nats-Msg-Id");
    }
}
