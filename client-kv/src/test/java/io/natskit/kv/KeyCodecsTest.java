// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyCodecsTest {

    @ParameterizedTest
    @CsvSource({
        "/user/profile, _root_.user.profile, /user/profile",
        "user/profile/, user.profile, user/profile",
        "/, _root_, /",
        "user, user, user"
    })
    void paths_become_tokens_and_paths_again(String path, String text, String again) {
        assertThat(KeyCodecs.path().encode(path)).isEqualTo(text);
        assertThat(KeyCodecs.path().decode(text)).isEqualTo(again);
    }

    @Test
    void base64_is_token_by_token_so_that_filters_keep_their_wildcards() {
        KeyCodec<String> codec = KeyCodecs.base64();

        assertThat(codec.encode("Acme Inc.contact")).isEqualTo("QWNtZSBJbmM=.Y29udGFjdA==");
        assertThat(codec.decode("QWNtZSBJbmM=.Y29udGFjdA==")).isEqualTo("Acme Inc.contact");
        assertThat(codec.encodeFilter("Acme Inc.*.>")).isEqualTo("QWNtZSBJbmM=.*.>");
    }

    @Test
    void a_chain_is_undone_in_reverse() {
        KeyCodec<String> chain = KeyCodecs.path().then(KeyCodecs.base64());

        assertThat(chain.decode(chain.encode("/a/b c"))).isEqualTo("/a/b c");
        assertThat(Codecs.number().then(Codecs.base64()).encode(42L)).asString().isEqualTo("NDI=");
        assertThat(Codecs.number().then(Codecs.base64()).decode("NDI=".getBytes()))
                .isEqualTo(42L);
    }

    @Test
    void a_codec_that_knows_no_filters_says_so() {
        KeyCodec<Integer> numbers = new KeyCodec<>() {
            @Override
            public String encode(Integer key) {
                return key.toString();
            }

            @Override
            public Integer decode(String text) {
                return Integer.valueOf(text);
            }
        };

        assertThatThrownBy(() -> numbers.encodeFilter("a.*")).hasMessageContaining("filter: \"a.*\"");
    }

    @Test
    void wrong_options_are_refused_where_they_are_set() {
        assertThatThrownBy(() -> BucketConfig.of("a b"))
                .hasMessage("bucket: \"a b\" (expected: letters, digits, - and _)");
        assertThatThrownBy(() -> BucketConfig.of("B", b -> b.history(65)))
                .hasMessage("history: 65 (expected: 1 to 64)");
        assertThatThrownBy(() -> BucketConfig.of("B", b -> b.mirror("M").source("S")))
                .hasMessage("sources: 1 (expected: none in a mirror)");
    }
}
