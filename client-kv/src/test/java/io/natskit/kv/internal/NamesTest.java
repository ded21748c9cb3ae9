// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.kv.Operation;
import io.natskit.wire.headers.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "A-b_c/d=e.9", "_kv.x"})
    void keys_are_tokens(String key) {
        assertThat(Names.key(key)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a.*", ">", "ä", "a\r\n", "a:b"})
    void what_is_no_key_is_refused(String key) {
        assertThatThrownBy(() -> Names.key(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "*, true",
        "a.*.b, true",
        "a.>, true",
        ">, true",
        "a.>.b, false",
        "a*, false",
        "a.*b, false",
        "a>, false"
    })
    void filters_have_wildcards_as_tokens(String filter, boolean good) {
        if (good) {
            assertThat(Names.filter(filter)).isEqualTo(filter);
        } else {
            assertThatThrownBy(() -> Names.filter(filter)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "KV-Operation, DEL, DELETE",
        "KV-Operation, PURGE, PURGE",
        "KV-Operation, PUT, PUT",
        "KV-Operation, anything, DELETE",
        "Nats-Marker-Reason, MaxAge, PURGE",
        "Nats-Marker-Reason, Purge, PURGE",
        "Nats-Marker-Reason, Remove, DELETE",
        "Other, x, PUT"
    })
    void headers_say_what_was_done(String name, String value, Operation operation) {
        assertThat(Marks.of(Headers.builder().add(name, value).build())).isEqualTo(operation);
    }

    @Test
    void the_revision_in_the_servers_words_is_told() {
        assertThat(Store.found("wrong last sequence: 12")).isEqualTo(12);
        assertThat(Store.found("wrong last sequence")).isZero();
        assertThat(Store.found("wrong last sequence: 99999999999999999999")).isZero();
    }
}
