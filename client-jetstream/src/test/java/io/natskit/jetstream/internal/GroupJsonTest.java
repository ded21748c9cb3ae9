// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.jetstream.group.GroupConfig;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.jetstream.group.Membership;
import io.natskit.jetstream.group.PartitionFilter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of groups is what the orbit libraries for Go and Java read and write. */
class GroupJsonTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(GroupConfig config) {
        return new String(GroupJson.write(config), StandardCharsets.UTF_8);
    }

    @Test
    void an_elastic_group_is_written_as_others_write_it() {
        GroupConfig config = GroupConfig.elastic(
                10,
                g -> g.filter("orders.*.*", 1)
                        .filter(">")
                        .bufferedMessagesMax(1000)
                        .members("m1", "m2"));

        assertThat(text(config))
                .isEqualTo(
                        "{\"max_members\":10,\"partitioning_filters\":[{\"filter\":\"orders.*.*\",\"partitioning_wildcards\":[1]},"
                                + "{\"filter\":\"\\u003e\",\"partitioning_wildcards\":[]}],\"max_buffered_msg\":1000,\"members\":[\"m1\",\"m2\"]}");
        assertThat(GroupJson.read(GroupKind.ELASTIC, GroupJson.write(config))).isEqualTo(config);
    }

    @Test
    void a_static_group_is_written_as_others_write_it() {
        GroupConfig config = GroupConfig.fixed(
                3, g -> g.subjects("orders.>").mapping("a", 0, 1).mapping("b", 2));

        assertThat(text(config))
                .isEqualTo(
                        "{\"max_members\":3,\"filters\":[\"orders.\\u003e\"],\"member_mappings\":[{\"member\":\"a\",\"partitions\":[0,1]},"
                                + "{\"member\":\"b\",\"partitions\":[2]}]}");
        assertThat(GroupJson.read(GroupKind.STATIC, GroupJson.write(config))).isEqualTo(config);
    }

    @Test
    void what_others_leave_out_is_nothing() {
        GroupConfig read = GroupJson.read(
                GroupKind.ELASTIC, bytes("{\"max_members\":4,\"partitioning_filters\":null,\"max_buffered_msg\":-1}"));

        assertThat(read.partitions()).isEqualTo(4);
        assertThat(read.filters()).isEmpty();
        assertThat(read.bufferedMessagesMax()).isZero();
        assertThat(read.membership()).isEqualTo(Membership.none());
    }

    @Test
    void what_is_none_is_refused() {
        for (String bad : List.of(
                "",
                "[]",
                "{}",
                "{\"max_members\":0}",
                "{\"max_members\":2,\"partitioning_filters\":[{}]}",
                "{\"max_members\":2,\"partitioning_filters\":[{\"filter\":\"a.*\",\"partitioning_wildcards\":[\"1\"]}]}",
                "{\"max_members\":2,\"member_mappings\":[{\"member\":\"a\",\"partitions\":[9]}]}")) {
            assertThatThrownBy(() -> GroupJson.read(GroupKind.ELASTIC, bytes(bad)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void messages_are_taken_over_behind_their_partition() {
        assertThat(Groups.destination(new PartitionFilter("orders.*.*", List.of(2, 1)), 10))
                .isEqualTo("{{Partition(10,2,1)}}.orders.{{Wildcard(1)}}.{{Wildcard(2)}}");
        assertThat(Groups.destination(new PartitionFilter(">", List.of()), 3)).isEqualTo("{{Partition(3)}}.>");
    }
}
