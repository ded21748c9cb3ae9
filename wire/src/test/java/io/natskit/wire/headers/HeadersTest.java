// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    @Test
    void what_came_from_the_wire_goes_on_byte_for_byte() {
        byte[] block = bytes("NATS/1.0 503  No Responders \r\nkEy:v\r\nno colon\r\n: empty name\r\nkEy:  w \t\r\n\r\n");
        byte[] framed = bytes("xx" + new String(block, StandardCharsets.UTF_8) + "yy");
        Headers headers = Headers.ofBytes(framed, 2, block.length);
        byte[] out = new byte[block.length + 1];
        assertThat(headers.writeTo(out, 1)).isEqualTo(block.length + 1);
        assertThat(out).endsWith(block);
        assertThat(headers.encodedLength()).isEqualTo(block.length);
    }

    @Test
    void values_are_found_by_name_and_case_in_their_order() {
        Headers headers = of("NATS/1.0\r\nA: 1\r\na: 2\r\nA:  3 \r\nEmpty:\r\n\r\n");
        assertThat(headers.first("A")).isEqualTo("1");
        assertThat(headers.last("A")).isEqualTo("3");
        assertThat(headers.all("A")).containsExactly("1", "3");
        assertThat(headers.first("a")).isEqualTo("2");
        assertThat(headers.firstIgnoreCase("EMPTY")).isEmpty();
        assertThat(headers.first("missing")).isNull();
        assertThat(headers.all("missing")).isEmpty();
        assertThat(headers.names()).containsExactly("A", "a", "Empty");
        assertThat(headers.contains("a")).isTrue();
        assertThat(headers.contains("b")).isFalse();
        assertThat(headers.statusCode()).isZero();
    }

    @Test
    void a_status_line_is_read_from_the_bytes() {
        assertThat(of("NATS/1.0 503\r\n\r\n").statusCode()).isEqualTo(503);
        assertThat(of("NATS/1.0 503\r\n\r\n").statusDescription()).isEmpty();
        assertThat(of("NATS/1.0 408 Request Timeout\r\n\r\n").statusCode()).isEqualTo(408);
        assertThat(of("NATS/1.0 408 Request Timeout\r\n\r\n").statusDescription())
                .isEqualTo("Request Timeout");
        assertThat(of("NATS/1.0 40\r\n\r\n").statusCode()).isZero();
        assertThat(of("NATS/1.0 4080\r\n\r\n").statusCode()).isZero();
        assertThat(of("NATS/1.0 x03 text\r\n\r\n").statusDescription()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NATS/1.0",
                "NATS/1.0\r\n",
                "NATS/1.00\r\n\r\n",
                "NATS/2.0\r\n\r\n",
                "NATS/1.0\r\na: b\r\n",
                "nats/1.0\r\n\r\n"
            })
    void a_block_of_another_shape_is_refused(String block) {
        assertThatThrownBy(() -> of(block)).isInstanceOf(InvalidHeadersException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:b", "é", "a\r", "a\u007f"})
    void a_name_that_cannot_travel_is_refused(String name) {
        assertThatThrownBy(() -> Headers.builder().add(name, "v")).isInstanceOf(InvalidHeadersException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "a\nb", "a\u0000"})
    void a_value_that_would_break_the_line_is_refused_and_not_shown(String value) {
        assertThatThrownBy(() -> Headers.builder().set("Name", "secret" + value))
                .isInstanceOf(InvalidHeadersException.class)
                .hasMessageContaining("Name")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_builder_keeps_order_replaces_and_removes() {
        Headers headers = Headers.builder()
                .add("a", "1")
                .add("b", "2")
                .add("a", "3")
                .set("b", "é")
                .add("c", "")
                .build();
        assertThat(new String(headers.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("NATS/1.0\r\na: 1\r\na: 3\r\nb: é\r\nc: \r\n\r\n");
        assertThat(headers.first("b")).isEqualTo("é");
        Headers fewer = headers.toBuilder().remove("a").build();
        assertThat(fewer.names()).containsExactly("b", "c");
        assertThat(fewer.toBuilder().remove("b").remove("c").build()).isSameAs(Headers.empty());
        assertThat(Headers.empty().isEmpty()).isTrue();
        assertThat(headers.isEmpty()).isFalse();
    }

    @Test
    void printing_shows_names_and_hides_values() {
        assertThat(Headers.builder().set("Token", "secret").build().toString())
                .contains("Token")
                .doesNotContain("secret");
    }

    @Test
    void whatever_is_built_reads_back_the_same() {
        Random random = Seeded.random("HeadersTest");
        for (int round = 0; round < 2_000; round++) {
            Map<String, List<String>> model = new LinkedHashMap<>();
            HeadersBuilder builder = Headers.builder();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                String name = "n" + random.nextInt(3);
                String value = "v" + random.nextInt() + (random.nextBoolean() ? ": ü漢" : "");
                builder.add(name, value);
                model.computeIfAbsent(name, n -> new java.util.ArrayList<>()).add(value);
            }
            byte[] block = builder.build().toBytes();
            Headers read = Headers.ofBytes(block, 0, block.length);
            assertThat(read.names()).containsExactlyElementsOf(model.keySet());
            model.forEach((name, values) -> assertThat(read.all(name)).isEqualTo(values));
            assertThat(read.toBuilder().build().names()).isEqualTo(read.names());
            assertThat(read).isEqualTo(builder.build()).hasSameHashCodeAs(builder.build());
        }
    }

    private static Headers of(String block) {
        byte[] bytes = bytes(block);
        return Headers.ofBytes(bytes, 0, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
