// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the dashboard asks for a part of a list. */
class ListingTest {
    private static Listing listing(String query) {
        return Listing.of(Query.of(query));
    }

    @Test
    void a_part_is_small_whatever_is_asked_for() {
        assertThat(listing("").limit()).isEqualTo(Listing.LIMIT_DEFAULT);
        assertThat(listing("limit=-1&offset=-5").limit()).isEqualTo(Listing.LIMIT_DEFAULT);
        assertThat(listing("limit=-1&offset=-5").offset()).isZero();
        assertThat(listing("limit=100000").limit()).isEqualTo(Listing.LIMIT_MAX);
        assertThat(listing("limit=2&offset=1").page(List.of("a", "b", "c", "d")))
                .containsExactly("b", "c");
        assertThat(listing("offset=9").page(List.of("a"))).isEmpty();
        assertThatThrownBy(() -> listing("limit=x")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> listing("filter=" + "x".repeat(257))).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void what_is_looked_for_may_stand_in_any_name_in_any_case() {
        Listing asked = listing("filter=OrD%3C");

        assertThat(asked.finds("a", "my ord<ers")).isTrue();
        assertThat(asked.finds("order")).isFalse();
        assertThat(listing("").finds("anything")).isTrue();
    }

    @Test
    void the_answer_says_how_many_there_are_and_which_part_this_is() {
        JsonWriter json = new JsonWriter();
        listing("offset=1&limit=1").write(json, 3, 2, List.of("b"), (one, to) -> to.field("name", one));

        assertThat(new String(json.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"total\":3,\"found\":2,\"offset\":1,\"limit\":1,\"rows\":[{\"name\":\"b\"}]}");
    }
}
