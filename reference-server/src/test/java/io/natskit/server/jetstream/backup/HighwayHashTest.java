// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published results for the key 0, 1, 2 … 31 and the bytes 0, 1, 2 … */
class HighwayHashTest {
    private final HighwayHash hash = new HighwayHash(rising(32));

    private static byte[] rising(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "0,907a56de22c26e53",
        "1,7eab43aac7cddd78",
        "2,b8d0569ab0b53d62",
        "3,5c6befab8a463d80",
        "4,f205a46893007eda",
        "7,4d02ae1738f59482",
        "15,40793f86a449f33b",
        "16,cfab3489f97eb832",
        "17,19fe67d2c8c5c0e2",
        "19,75d9518e2371c504",
        "20,38ad9b1141d3dd16",
        "31,9fc7007ccf035a68",
        "32,a0c964d9ecd580fc",
        "33,2c90f73ca03181fc",
        "63,ab8eebe9bf2139a0",
        "64,75542c5d4cd2a6ff",
        "65,4a36b315b88a8e62"
    })
    void a_text_of_any_length_has_its_published_hash(int length, String expected) {
        byte[] bytes = rising(length);
        for (int piece = 1; piece <= length + 1; piece++) {
            hash.reset();
            for (int at = 0; at < length; at += piece) {
                hash.update(bytes, at, Math.min(piece, length - at));
            }
            assertThat(Long.toHexString(hash.finish())).isEqualTo(expected);
        }
    }

    @Test
    void a_key_has_32_bytes() {
        assertThatThrownBy(() -> new HighwayHash(new byte[31])).hasMessage("key: 31 bytes (expected: 32)");
    }
}
