// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void fields_of_every_type_are_read_and_unknown_ones_kept() {
        JsonObject json = parse(
                " {\"s\":\"é\\u00e9\\n\",\"t\":true,\"i\":-9223372036854775808,\"d\":1.5e3,\"n\":null,\"a\":[\"x\",\"y\"],\"o\":{\"k\":[{\"z\":1}]},\"e\":[]}\n");
        assertThat(json.string("s")).isEqualTo("éé\n");
        assertThat(json.bool("t", false)).isTrue();
        assertThat(json.integer("i", 0)).isEqualTo(Long.MIN_VALUE);
        assertThat(json.number("d", 0)).isEqualTo(1500.0);
        assertThat(json.strings("a")).containsExactly("x", "y");
        assertThat(json.strings("e")).isEmpty();
        JsonObject inner = json.object("o");
        assertThat(inner).isNotNull();
        assertThat(inner.objects("k").get(0).integer("z", 0)).isEqualTo(1);
        assertThat(json.names()).containsExactly("s", "t", "i", "d", "n", "a", "o", "e");
    }

    @Test
    void json_is_indented_as_go_does_it() {
        byte[] compact = "{\"a\":1,\"b\":{},\"c\":[],\"d\":[{\"e\":\"{\\\"x,:\\\\\"},2],\"f\":true}"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(new String(IndentedJson.of(compact, 2), StandardCharsets.UTF_8))
                .isEqualTo("""
                {
                  "a": 1,
                  "b": {},
                  "c": [],
                  "d": [
                    {
                      "e": "{\\"x,:\\\\"
                    },
                    2
                  ],
                  "f": true
                }""");
    }

    @Test
    void missing_and_null_fields_give_the_default() {
        JsonObject json = parse("{\"n\":null}");
        for (String name : List.of("n", "missing")) {
            assertThat(json.has(name)).isFalse();
            assertThat(json.string(name)).isNull();
            assertThat(json.bool(name, true)).isTrue();
            assertThat(json.integer(name, 7)).isEqualTo(7);
            assertThat(json.strings(name)).isEmpty();
            assertThat(json.object(name)).isNull();
        }
    }

    @Test
    void a_field_of_another_type_is_refused_without_being_shown() {
        JsonObject json = parse("{\"pass\":[\"secret\"],\"i\":1.5,\"big\":1e400,\"mixed\":[\"a\",1]}");
        assertThatThrownBy(() -> json.string("pass"))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("pass")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> json.integer("i", 0)).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> json.bool("i", false)).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> json.strings("mixed")).isInstanceOf(JsonException.class);
        assertThat(json.toString()).doesNotContain("secret");
    }

    @Test
    void the_last_of_equal_names_counts_and_case_may_be_ignored() {
        JsonObject json = parse("{\"User\":\"a\",\"user\":\"b\",\"user\":\"c\",\"USER\":\"d\"}");
        assertThat(json.string("user")).isEqualTo("c");
        assertThat(json.ignoringCase().string("user")).isEqualTo("d");
        assertThat(json.ignoringCase().string("uSER")).isEqualTo("d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"x\"",
                "1",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{} {}",
                "{}x",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":NaN}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{]",
                "{\"a\":[1}",
                "// c\n{}",
                "{\"a\":tru}"
            })
    void what_is_no_single_object_is_refused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(JsonException.class);
    }

    @Test
    void an_error_says_where_and_not_what() {
        assertThatThrownBy(() -> parse("{\"pass\":\"secret\" oops"))
                .isInstanceOf(JsonException.class)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("oops")
                .hasNoCause();
    }

    @Test
    void depth_is_bounded_at_64() {
        String deep = "{\"a\":".repeat(64) + "1" + "}".repeat(64);
        assertThat(parse(deep).has("a")).isTrue();
        assertThatThrownBy(() -> parse("{\"a\":".repeat(65) + "1" + "}".repeat(65)))
                .isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(1_000_000))).isInstanceOf(JsonException.class);
    }

    @Test
    void bytes_that_are_no_text_become_replacement_characters() {
        byte[] bytes = "{\"a\":\"x?y\"}".getBytes(StandardCharsets.UTF_8);
        bytes[7] = (byte) 0xff;
        assertThat(JsonObject.parse(bytes).string("a")).isEqualTo("x\uFFFDy");
    }

    @Test
    void what_is_written_reads_back() {
        byte[] bytes = new JsonWriter()
                .field("s", "\"\\é\u0001<>")
                .field("i", Long.MAX_VALUE)
                .field("t", true)
                .fieldIfTrue("f", false)
                .fieldIfPresent("absent", null)
                .fieldIfPresent("empty", "")
                .fieldIfPresent("there", "x")
                .strings("a", List.of("x", ""))
                .begin("o")
                .field("k", 1)
                .end()
                .beginArray("list")
                .beginElement()
                .field("z", 2)
                .end()
                .endArray()
                .toBytes();
        JsonObject json = JsonObject.parse(bytes);
        assertThat(json.names()).containsExactly("s", "i", "t", "there", "a", "o", "list");
        assertThat(json.string("s")).isEqualTo("\"\\é\u0001<>");
        assertThat(json.integer("i", 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(json.objects("list").get(0).integer("z", 0)).isEqualTo(2);
    }

    @Test
    void a_writer_that_was_read_takes_no_more() {
        JsonWriter writer = new JsonWriter();
        assertThat(writer.toBytes()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
        assertThat(writer.toBytes()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
        assertThatThrownBy(() -> writer.field("a", 1)).isInstanceOf(IllegalStateException.class);
    }

    private static JsonObject parse(String text) {
        return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
