// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    @Test
    void short_form_has_no_domain() {
        Metadata read = Metadata.parse("$JS.ACK.ORDERS.work.2.17.5.1700000000123456789.3");

        assertThat(read).isEqualTo(new Metadata("ORDERS", "work", null, 17, 5, 2, 3, 1_700_000_000_123_456_789L));
        assertThat(read.time()).isEqualTo(Instant.ofEpochSecond(1_700_000_000L, 123_456_789));
        assertThat(read.domain()).isEmpty();
    }

    @Test
    void long_form_has_domain_and_account_and_perhaps_more_behind() {
        String form = "$JS.ACK.hub.ACCHASH.ORDERS.work.1.18446744073709551615.5.1.0";

        assertThat(Metadata.parse(form)).isEqualTo(new Metadata("ORDERS", "work", "hub", -1, 5, 1, 0, 1));
        assertThat(Metadata.parse(form + ".random")).isEqualTo(Metadata.parse(form));
        assertThat(Metadata.parse("$JS.ACK._.ACCHASH.O.w.1.2.3.4.5.x.y").domain())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$JS.ACK.",
                "$JS.ACK.S.C.1.2.3.4",
                "$JS.ACK.S.C.1.2.3.4.5.6",
                "$JS.ACK.S.C.x.2.3.4.5",
                "_INBOX.S.C.1.2.3.4.5.6"
            })
    void anything_else_is_refused(String reply) {
        assertThatThrownBy(() -> Metadata.parse(reply))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }
}
