// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NuidTest {
    @Test
    void ids_have_22_letters_and_digits() {
        assertThat(Nuid.next()).hasSize(Nuid.LENGTH).matches("[0-9A-Za-z]{22}");
    }

    @Test
    void ids_of_one_series_share_a_prefix_and_differ_in_the_rest() {
        Nuid nuid = new Nuid();
        String first = nuid.nextId();
        String second = nuid.nextId();
        assertThat(second).isNotEqualTo(first).startsWith(first.substring(0, 12));
        assertThat(new Nuid().nextId().substring(0, 12)).isNotEqualTo(first.substring(0, 12));
    }

    @Test
    void threads_that_share_a_series_never_get_the_same_id() {
        Nuid nuid = new Nuid();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        long added = IntStream.range(0, 200_000)
                .parallel()
                .filter(i -> seen.add(nuid.nextId()))
                .count();
        assertThat(added).isEqualTo(200_000);
    }

    @Test
    void an_id_can_be_written_into_an_array_between_other_bytes() {
        byte[] bytes = new byte[24];
        bytes[0] = 'x';
        bytes[23] = 'y';
        new Nuid().nextInto(bytes, 1);
        assertThat(new String(bytes, java.nio.charset.StandardCharsets.US_ASCII))
                .matches("x[0-9A-Za-z]{22}y");
    }
}
