// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembershipTest {

    @Test
    void partitions_are_shared_out_in_rows_and_what_is_left_goes_round() {
        Membership three = Membership.of("c", "a", "b", "a");

        assertThat(three.partitions("a", 10)).containsExactly(0, 1, 2, 9);
        assertThat(three.partitions("b", 10)).containsExactly(3, 4, 5);
        assertThat(three.partitions("c", 10)).containsExactly(6, 7, 8);
        assertThat(three.partitions("d", 10)).isEmpty();
        assertThat(three.names()).containsExactly("c", "a", "b");
    }

    @Test
    void members_past_the_number_of_partitions_get_none() {
        Membership four = Membership.of("a", "b", "c", "d");

        assertThat(four.partitions("a", 2)).containsExactly(0);
        assertThat(four.partitions("b", 2)).containsExactly(1);
        assertThat(four.partitions("c", 2)).isEmpty();
    }

    @Test
    void every_partition_has_one_owner_whatever_the_numbers() {
        for (int members = 1; members <= 9; members++) {
            String[] names = new String[members];
            for (int i = 0; i < members; i++) {
                names[i] = "m" + i;
            }
            Membership membership = Membership.of(names);
            for (int partitions = 1; partitions <= 20; partitions++) {
                List<Integer> all = new ArrayList<>();
                for (String name : names) {
                    all.addAll(membership.partitions(name, partitions));
                }
                assertThat(all)
                        .as("%d members, %d partitions", members, partitions)
                        .hasSize(partitions)
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void mapped_partitions_are_as_mapped() {
        Membership mapped = Membership.mapped(Map.of("a", List.of(0, 2), "b", List.of(1)));

        assertThat(mapped.partitions("a", 3)).containsExactly(0, 2);
        assertThat(mapped.partitions("c", 3)).isEmpty();
        assertThat(mapped.contains("b")).isTrue();
        assertThat(mapped.contains("c")).isFalse();
    }

    @Test
    void each_partition_is_mapped_once() {
        assertThatThrownBy(
                        () -> GroupConfig.elastic(3, g -> g.mapping("a", 0, 1).mapping("b", 1)))
                .hasMessage("mappings: partition 1 (expected: each once, of 0 to 2)");
        assertThatThrownBy(() -> GroupConfig.elastic(3, g -> g.mapping("a", 0, 1)))
                .hasMessage("mappings: 2 partitions (expected: all 3)");
        assertThatThrownBy(() -> GroupConfig.elastic(3, g -> g.mapping("a", 3)))
                .hasMessage("mappings: partition 3 (expected: each once, of 0 to 2)");
        assertThatThrownBy(() -> GroupConfig.elastic(1, g -> g.mapping("a", 0).members("b")))
                .hasMessageContaining("expected: one of them");
    }

    @Test
    void filters_and_kinds_are_checked() {
        assertThatThrownBy(() -> GroupConfig.elastic(2, g -> g.filter("orders.new")))
                .hasMessageStartingWith("filter: \"orders.new\"");
        assertThatThrownBy(() -> GroupConfig.elastic(2, g -> g.filter("orders.*", 2)))
                .hasMessage("wildcards: [2] (expected: each once, of 1 to 1 in \"orders.*\")");
        assertThatThrownBy(() -> GroupConfig.elastic(2, g -> g.filter("*.*", 1, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GroupConfig.fixed(2, g -> g.filter("a.*")))
                .hasMessage("filter: a STATIC group (expected: ELASTIC)");
        assertThatThrownBy(() -> GroupConfig.fixed(0, g -> {})).hasMessage("partitions: 0 (expected: >= 1)");
        assertThatThrownBy(() -> GroupConfig.fixed(1, g -> g.members("a.b")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
