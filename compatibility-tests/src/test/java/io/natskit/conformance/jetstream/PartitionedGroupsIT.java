// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static io.natskit.conformance.jetstream.Judged.awaitSoon;
import static io.natskit.conformance.jetstream.Judged.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.Connection;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.ConsumeEnd;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.StreamHandle;
import io.natskit.jetstream.group.ConsumerGroup;
import io.natskit.jetstream.group.GroupChangedException;
import io.natskit.jetstream.group.GroupConfig;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.jetstream.group.JoinSpec;
import io.natskit.jetstream.group.Membership;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Partitioned consumer groups, static and elastic, as the orbit libraries have them. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record PartitionedGroupsIT(Target target) implements Judged {

    /** What came, by whom, in which order, and whether a key was ever handled by two at once. */
    private static final class Work {
        final Map<String, List<Integer>> byKey = new ConcurrentHashMap<>();
        final Map<String, AtomicInteger> byMember = new ConcurrentHashMap<>();
        final Map<String, AtomicInteger> busy = new ConcurrentHashMap<>();
        final List<String> overlaps = new CopyOnWriteArrayList<>();
        final List<ConsumeEnd> ends = new CopyOnWriteArrayList<>();

        void handle(String member, JetStreamMessage message) {
            String key = message.subject();
            if (busy.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet() > 1) {
                overlaps.add(key);
            }
            byKey.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>()).add(Integer.parseInt(message.text()));
            byMember.computeIfAbsent(member, m -> new AtomicInteger()).incrementAndGet();
            busy.get(key).decrementAndGet();
            message.ackSync(PATIENCE);
        }

        int count() {
            assertThat(ends).isEmpty();
            return byKey.values().stream().mapToInt(List::size).sum();
        }

        int of(String member) {
            assertThat(ends).isEmpty();
            return byMember.getOrDefault(member, new AtomicInteger()).get();
        }
    }

    private static void publish(Lab lab, String prefix, int keys, int from, int to) {
        for (int i = from; i < to; i++) {
            for (int key = 0; key < keys; key++) {
                lab.js()
                        .async()
                        .publish(
                                prefix + key, Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
        }
        lab.js().awaitAcks(PATIENCE);
    }

    /** A stream whose subjects begin with their partition. */
    private static StreamHandle partitioned(Lab lab, int partitions) {
        return lab.stream(
                "S",
                "k.*",
                s -> s.subjectTransform(
                        new SubjectTransformConfig("k.*", "{{partition(" + partitions + ",1)}}.k.{{wildcard(1)}}")));
    }

    private static void fast(JoinSpec spec) {
        spec.ackWait(Duration.ofSeconds(2));
    }

    private static Consuming join(ConsumerGroup group, String member, Work work) {
        Consuming joined = group.join(member, message -> work.handle(member, message), PartitionedGroupsIT::fast);
        joined.ended().thenAccept(work.ends::add);
        return joined;
    }

    private static void assertInOrder(Work work, int keys, int each) {
        Map<String, List<Integer>> wanted = new HashMap<>();
        List<Integer> row = java.util.stream.IntStream.range(0, each).boxed().toList();
        for (int key = 0; key < keys; key++) {
            wanted.put("k." + key, row);
        }
        assertThat(work.byKey).isEqualTo(wanted);
        assertThat(work.overlaps).isEmpty();
    }

    @Test
    @Rows("client: partitioned groups, elastic")
    void members_share_the_work_and_each_key_stays_in_order() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "k.*");
            ConsumerGroup group = stream.elasticGroup("G")
                    .create(GroupConfig.elastic(6, g -> g.filter("k.*", 1).members("a", "b", "c")));
            Work work = new Work();
            publish(lab, "k.", 12, 0, 10);
            try (Consuming a = join(group, "a", work);
                    Consuming b = join(group, "b", work);
                    Consuming c = join(group, "c", work)) {
                publish(lab, "k.", 12, 10, 20);
                awaitSoon(() -> work.count() >= 240 && group.activeMembers().size() == 3);

                assertInOrder(work, 12, 20);
                assertThat(work.byMember).containsOnlyKeys("a", "b", "c");
                assertThat(group.activeMembers()).containsExactlyInAnyOrder("a", "b", "c");
                assertThat(List.of(a, b, c)).allMatch(member -> !member.ended().isDone());
            }
        }
    }

    @Test
    @Rows("client: partitioned groups, elastic")
    void its_stream_and_consumers_are_those_that_others_make() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "k.*");
            ConsumerGroup group = stream.elasticGroup("G")
                    .create(GroupConfig.elastic(
                            4, g -> g.filter("k.*", 1).bufferedMessagesMax(100).members("a", "b")));
            StreamConfig own = lab.js().stream("S-G").info().config();
            assertThat(own.retention()).isEqualTo(RetentionPolicy.WORK_QUEUE);
            assertThat(own.maxMessages()).isEqualTo(100);
            assertThat(own.sources().get(0).subjectTransforms().get(0).destination())
                    .isEqualTo("{{Partition(4,1)}}.k.{{Wildcard(1)}}");
            try (Messages messages = group.messages("a", PartitionedGroupsIT::fast)) {
                ConsumerInfo consumer = lab.js().stream("S-G").consumer("a").info();
                assertThat(consumer.config().filterSubjects()).containsExactly("0.k.*", "1.k.*");
                assertThat(consumer.config().maxAckPending()).isEqualTo(1);
                assertThat(consumer.config().ackPolicy()).isEqualTo(AckPolicy.EXPLICIT);
                assertThat(consumer.config().durable()).isEmpty();
                assertThat(consumer.config().inactiveThreshold()).isEqualTo(Duration.ofSeconds(2));
                assertThat(consumer.config().priorityGroups()).containsExactly("PCG");
                assertThat(messages.ended()).isNotDone();
            }
            assertThat(new String(
                            lab.js().stream("KV_elastic-consumer-groups")
                                    .last("$KV.elastic-consumer-groups.S.G")
                                    .orElseThrow()
                                    .bytes(),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(
                            "{\"max_members\":4,\"partitioning_filters\":[{\"filter\":\"k.*\",\"partitioning_wildcards\":[1]}],"
                                    + "\"max_buffered_msg\":100,\"members\":[\"a\",\"b\"]}");
        }
    }

    @Test
    @Rows("client: partitioned groups, elastic")
    void members_come_and_go_while_messages_flow() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "k.*");
            ConsumerGroup group = stream.elasticGroup("G").create(GroupConfig.elastic(6, g -> g.filter("k.*", 1)));
            Work work = new Work();
            try (Consuming a = join(group, "a", work);
                    Consuming b = join(group, "b", work)) {
                publish(lab, "k.", 12, 0, 10);
                assertThat(group.config().orElseThrow().membership()).isEqualTo(Membership.none());
                assertThat(group.addMembers("a").members()).containsExactly("a");
                awaitSoon(() -> work.of("a") >= 20);
                assertThat(group.addMembers("b").members()).containsExactly("a", "b");
                publish(lab, "k.", 12, 10, 20);
                awaitSoon(() -> group.activeMembers().size() == 2);
                publish(lab, "k.", 12, 20, 30);
                awaitSoon(() -> work.of("b") > 0);
                assertThat(group.dropMembers("a").members()).containsExactly("b");
                publish(lab, "k.", 12, 30, 35);
                awaitSoon(() -> work.count() == 420 && group.activeMembers().equals(List.of("b")));
                int before = work.of("b");
                publish(lab, "k.", 12, 35, 40);
                awaitSoon(() -> work.count() == 480);
                assertThat(work.of("b")).isEqualTo(before + 60);

                assertInOrder(work, 12, 40);
                assertThat(a.ended()).isNotDone();
                assertThat(b.ended()).isNotDone();
            }
        }
    }

    @Test
    @Rows("client: partitioned groups, elastic")
    void partitions_are_mapped_where_that_is_wanted() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "k.*");
            ConsumerGroup group = stream.elasticGroup("G")
                    .create(GroupConfig.elastic(2, g -> g.filter("k.*", 1).mapping("a", 0, 1)));
            Work work = new Work();
            try (Consuming a = join(group, "a", work);
                    Consuming b = join(group, "b", work)) {
                publish(lab, "k.", 8, 0, 2);
                awaitSoon(() -> work.of("a") == 16);
                group.share(Membership.mapped(Map.of("b", List.of(0, 1))));
                publish(lab, "k.", 8, 2, 4);
                awaitSoon(() -> work.count() == 32 && group.activeMembers().equals(List.of("b")));
                int before = work.of("b");
                publish(lab, "k.", 8, 4, 6);
                awaitSoon(() -> work.count() == 48);
                assertThat(work.of("b")).isEqualTo(before + 16);

                assertInOrder(work, 8, 6);
                assertThat(List.of(a, b)).allMatch(member -> !member.ended().isDone());
                assertThatThrownBy(() -> group.addMembers("c")).hasMessageContaining("maps partitions");
                assertThatThrownBy(() -> group.share(Membership.mapped(Map.of("b", List.of(0)))))
                        .hasMessageContaining("expected: all 2");
            }
        }
    }

    @Test
    @Rows("client: partitioned groups, pinned")
    void of_those_who_joined_under_one_name_one_works_and_another_takes_over() {
        try (Lab lab = lab();
                Connection other = lab.another()) {
            StreamHandle stream = lab.stream("S", "k.*");
            ConsumerGroup group = stream.elasticGroup("G")
                    .create(GroupConfig.elastic(2, g -> g.filter("k.*", 1).members("a")));
            ConsumerGroup there =
                    JetStream.on(other, o -> o.timeout(PATIENCE)).stream("S").elasticGroup("G");
            Work work = new Work();
            Consuming first = group.join("a", m -> work.handle("first", m), PartitionedGroupsIT::fast);
            publish(lab, "k.", 4, 0, 5);
            awaitSoon(() -> work.of("first") == 20);
            try (Consuming second = there.join("a", m -> work.handle("second", m), PartitionedGroupsIT::fast)) {
                publish(lab, "k.", 4, 5, 10);
                awaitSoon(() -> work.count() == 40);
                assertThat(work.of("second")).isZero();
                first.stop();
                publish(lab, "k.", 4, 10, 15);
                awaitSoon(() -> work.of("second") == 20);

                assertInOrder(work, 4, 15);
                assertThat(second.ended()).isNotDone();
            }
        }
    }

    @Test
    @Rows("client: partitioned groups, pinned")
    void who_works_steps_down_when_told() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "k.*");
            ConsumerGroup group = stream.elasticGroup("G").create(GroupConfig.elastic(1, g -> g.members("a")));
            Work work = new Work();
            try (Consuming first = group.join("a", m -> work.handle("first", m), PartitionedGroupsIT::fast);
                    Consuming second = group.join("a", m -> work.handle("second", m), PartitionedGroupsIT::fast)) {
                publish(lab, "k.", 1, 0, 5);
                awaitSoon(() -> work.count() == 5);
                assertThat(work.byMember).hasSize(1);
                AtomicInteger next = new AtomicInteger(5);
                awaitSoon(() -> {
                    group.stepDown("a");
                    int i = next.getAndIncrement();
                    publish(lab, "k.", 1, i, i + 1);
                    return work.byMember.size() == 2;
                });
                assertThat(List.of(first, second))
                        .allMatch(member -> !member.ended().isDone());
            }
        }
    }

    @Test
    @Rows("client: partitioned groups, static")
    void a_static_group_works_on_the_partitions_of_its_stream() {
        try (Lab lab = lab()) {
            StreamHandle stream = partitioned(lab, 4);
            GroupConfig config = GroupConfig.fixed(4, g -> g.subjects("k.>").members("a", "b"));
            ConsumerGroup group = stream.staticGroup("G").create(config);
            Work work = new Work();
            publish(lab, "k.", 20, 0, 5);
            try (Consuming a = join(group, "a", work);
                    Consuming b = join(group, "b", work)) {
                awaitSoon(() -> work.count() == 100 && group.activeMembers().size() == 2);

                assertInOrder(work, 20, 5);
                assertThat(work.byMember).containsOnlyKeys("a", "b");
                assertThat(group.config()).contains(config);
                assertThat(group.activeMembers()).containsExactly("a", "b");
                assertThat(list(stream.consumerNames())).containsExactlyInAnyOrder("G-a", "G-b");
                assertThat(stream.consumer("G-a").info().config().filterSubjects())
                        .containsExactly("0.k.>", "1.k.>");
                assertThat(List.of(a, b)).allMatch(member -> !member.ended().isDone());
                assertThatThrownBy(() -> group.addMembers("c")).hasMessageContaining("expected: an ELASTIC group");
                assertThatThrownBy(() -> join(group, "c", work))
                        .isInstanceOf(GroupChangedException.class)
                        .hasMessageContaining("no member \"c\"");
            }
        }
    }

    @Test
    @Rows("client: partitioned groups, admin")
    void groups_are_made_once_listed_and_deleted_and_who_joined_hears_of_it() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "k.*");
            assertThat(list(stream.groupNames(GroupKind.ELASTIC))).isEmpty();
            assertThat(stream.elasticGroup("G").config()).isEmpty();
            assertThatThrownBy(() -> stream.elasticGroup("G").join("a", m -> {}))
                    .isInstanceOf(GroupChangedException.class)
                    .hasMessage("elastic group \"G\" of stream \"S\" is not there");
            GroupConfig config = GroupConfig.elastic(2, g -> g.members("a"));
            ConsumerGroup group = stream.elasticGroup("G").create(config);
            stream.elasticGroup("G").create(config);
            stream.elasticGroup("H").create(config);
            assertThatThrownBy(() -> stream.elasticGroup("G").create(GroupConfig.elastic(3, g -> {})))
                    .isInstanceOf(GroupChangedException.class);
            assertThat(list(stream.groupNames(GroupKind.ELASTIC))).containsExactlyInAnyOrder("G", "H");
            assertThat(list(stream.groupNames(GroupKind.STATIC))).isEmpty();

            Consuming joined = group.join("a", m -> {}, PartitionedGroupsIT::fast);
            group.delete();
            ConsumeEnd end = joined.ended().orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(end.reason()).isEqualTo(ConsumeEnd.Reason.REFUSED);
            assertThat(end.error()).isInstanceOf(GroupChangedException.class).hasMessageContaining("was deleted");
            assertThat(list(stream.groupNames(GroupKind.ELASTIC))).containsExactly("H");
            assertThat(lab.js().findStream("S-G")).isEmpty();
            assertThat(group.create(config).config()).contains(config);
        }
    }

    @Test
    @Rows("client: partitioned groups, admin")
    void a_static_group_that_is_changed_or_deleted_ends_for_all() {
        try (Lab lab = lab()) {
            StreamHandle stream = partitioned(lab, 2);
            ConsumerGroup group = stream.staticGroup("G").create(GroupConfig.fixed(2, g -> g.members("a")));
            Consuming joined = group.join("a", m -> {}, PartitionedGroupsIT::fast);
            lab.publish("$KV.static-consumer-groups.S.G", "{\"max_members\":2,\"members\":[\"a\",\"b\"]}");

            assertThat(joined.ended().orTimeout(20, TimeUnit.SECONDS).join().error())
                    .isInstanceOf(GroupChangedException.class)
                    .hasMessageContaining("in another way");
            awaitSoon(() -> list(stream.consumerNames()).isEmpty());
            group.async()
                    .join("b", m -> {}, PartitionedGroupsIT::fast)
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            group.delete();
            assertThat(list(stream.consumerNames())).isEmpty();
            assertThat(group.config()).isEmpty();
        }
    }

    @Test
    @Rows("client: partitioned groups, admin")
    void an_elastic_group_wants_messages_acknowledged_one_by_one() {
        try (Lab lab = lab()) {
            ConsumerGroup group =
                    lab.stream("S", "k.*").elasticGroup("G").create(GroupConfig.elastic(1, g -> g.members("a")));

            assertThatThrownBy(() -> group.join("a", m -> {}, s -> s.consumer(c -> c.ackPolicy(AckPolicy.NONE))))
                    .hasMessage("ackPolicy: NONE (expected: EXPLICIT in an elastic group)");
        }
    }
}
