// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes of the command line. */
class ByteCountTest {
    @ParameterizedTest
    @CsvSource({
        "128, 128",
        "128B, 128",
        "1k, 1024",
        "1KB, 1024",
        "64 MiB, 67108864",
        "1GB, 1073741824",
        "-1, -1",
        "2T, 2199023255552"
    })
    void units_count_by_1024(String text, long bytes) {
        assertThat(ByteCount.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "B", "1X", "9999999999T", "one"})
    void what_is_no_size_is_refused(String text) {
        assertThatThrownBy(() -> ByteCount.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
