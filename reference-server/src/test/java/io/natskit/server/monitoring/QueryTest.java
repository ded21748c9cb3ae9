// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The arguments of monitoring's pages. */
class QueryTest {
    @Test
    void arguments_are_decoded_and_the_first_of_a_name_counts() {
        Query query = Query.of("acc=A%20B&acc=C&filter=a%2eb+c&&=x&empty&bad=%zz");

        assertThat(query.text("acc")).isEqualTo("A B");
        assertThat(query.text("filter")).isEqualTo("a.b c");
        assertThat(query.text("empty")).isEmpty();
        assertThat(query.text("bad")).isEmpty();
        assertThat(Query.of(null).text("acc")).isEmpty();
    }

    @Test
    void truth_values_are_those_of_go() {
        Query query = Query.of("a=1&b=T&c=false&d=yes&e=");

        assertThat(query.bool("a")).isTrue();
        assertThat(query.bool("b")).isTrue();
        assertThat(query.bool("c")).isFalse();
        assertThat(query.bool("e")).isFalse();
        assertThatThrownBy(() -> query.bool("d"))
                .hasMessage("Error decoding boolean for 'd': strconv.ParseBool: parsing \"yes\": invalid syntax");
    }

    @Test
    void numbers_are_those_of_go() {
        Query query = Query.of("a=-5&b=x&c=99999999999999999999&d=18446744073709551615&e=18446744073709551616");

        assertThat(query.integer("a")).isEqualTo(-5);
        assertThat(query.integer("missing")).isZero();
        assertThatThrownBy(() -> query.integer("b"))
                .hasMessage("Error decoding int for 'b': strconv.Atoi: parsing \"x\": invalid syntax");
        assertThatThrownBy(() -> query.integer("c"))
                .hasMessage(
                        "Error decoding int for 'c': strconv.Atoi: parsing \"99999999999999999999\": value out of range");
        assertThat(query.unsigned("d")).isEqualTo(-1);
        assertThatThrownBy(() -> query.unsigned("a"))
                .hasMessage("Error decoding uint64 for 'a': strconv.ParseUint: parsing \"-5\": invalid syntax");
        assertThatThrownBy(() -> query.unsigned("e"))
                .hasMessage("Error decoding uint64 for 'e': strconv.ParseUint: parsing \"18446744073709551616\": value"
                        + " out of range");
    }
}
