// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.jetstream.group.AsyncConsumerGroup;
import io.natskit.jetstream.group.ConsumerGroup;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the shapes by reflection. Whatever one has, the other has, or the reason stands here. */
class ViewsParityTest {
    private static final Map<String, String> ALONE = Map.ofEntries(
            Map.entry("async", "leads to another shape"),
            Map.entry("flow", "leads to another shape"),
            Map.entry("blocking", "leads to another shape"),
            Map.entry("connection", "never waits, so the blocking form serves everybody"),
            Map.entry("options", "never waits, so the blocking form serves everybody"),
            Map.entry("writable", "the blocking form waits in publish itself"),
            Map.entry("unacknowledged", "the window belongs to futures"),
            Map.entry("advisories", "never waits: a listener is told; Flow has it as a stream"),
            Map.entry("backup", "writes to a channel, which waits"),
            Map.entry("restore", "reads from a channel, which waits"),
            Map.entry("close", "an asynchronous batch is discarded by discard()"),
            Map.entry("discard", "a blocking batch is discarded by close()"));

    @ParameterizedTest
    @CsvSource({
        "JetStream,       AsyncJetStream",
        "StreamHandle,    AsyncStreamHandle",
        "ConsumerHandle,  AsyncConsumerHandle",
        "AtomicBatch,     AsyncAtomicBatch",
        "IngestPublisher, AsyncIngestPublisher",
        "Counters,        AsyncCounters",
        "Schedules,       AsyncSchedules",
        "group.ConsumerGroup, group.AsyncConsumerGroup"
    })
    void blocking_and_asynchronous_have_the_same_methods(String blocking, String async) throws Exception {
        Set<String> only = signatures(blocking);
        only.removeAll(signatures(async));
        only.removeIf(s -> ALONE.containsKey(s.substring(0, s.indexOf('('))));
        assertThat(only).isEmpty();
        Set<String> extra = signatures(async);
        extra.removeAll(signatures(blocking));
        extra.removeIf(s -> ALONE.containsKey(s.substring(0, s.indexOf('('))));
        assertThat(extra).isEmpty();
    }

    @Test
    void what_waits_has_a_future_of_the_same() {
        for (Class<?>[] pair : new Class<?>[][] {
            {JetStream.class, AsyncJetStream.class},
            {StreamHandle.class, AsyncStreamHandle.class},
            {ConsumerHandle.class, AsyncConsumerHandle.class},
            {AtomicBatch.class, AsyncAtomicBatch.class},
            {IngestPublisher.class, AsyncIngestPublisher.class},
            {Counters.class, AsyncCounters.class},
            {Schedules.class, AsyncSchedules.class},
            {ConsumerGroup.class, AsyncConsumerGroup.class}
        }) {
            for (Method async : pair[1].getMethods()) {
                Arrays.stream(pair[0].getMethods())
                        .filter(m -> signature(m).equals(signature(async)))
                        .findAny()
                        .ifPresent(blocking -> assertThat(
                                        async.getGenericReturnType().getTypeName())
                                .as(signature(async))
                                .isIn(shapesOf(blocking.getGenericReturnType())));
            }
        }
    }

    private static List<String> shapesOf(Type blocking) {
        String name = blocking.getTypeName();
        String boxed = name.equals("void")
                ? "java.lang.Void"
                : name.equals("long") ? "java.lang.Long" : name.equals("boolean") ? "java.lang.Boolean" : name;
        String future = boxed.replace("io.natskit.jetstream.StreamHandle", "io.natskit.jetstream.AsyncStreamHandle")
                .replace("io.natskit.jetstream.ConsumerHandle", "io.natskit.jetstream.AsyncConsumerHandle")
                .replace("io.natskit.jetstream.IngestPublisher", "io.natskit.jetstream.AsyncIngestPublisher")
                .replace("io.natskit.jetstream.Messages", "io.natskit.jetstream.AsyncMessages")
                .replace("io.natskit.jetstream.group.ConsumerGroup", "io.natskit.jetstream.group.AsyncConsumerGroup");
        String own = future.replace("io.natskit.jetstream.", "io.natskit.jetstream.Async");
        return List.of(
                name,
                future,
                own,
                "java.util.concurrent.CompletableFuture<" + future + ">",
                name.replace("java.lang.Iterable", "io.natskit.jetstream.Pages"),
                name.equals("io.natskit.jetstream.Batch")
                        ? "java.util.concurrent.CompletableFuture<java.util.List<io.natskit.jetstream.JetStreamMessage>>"
                        : "-");
    }

    @Test
    void the_api_mentions_nothing_internal() {
        for (Class<?> type : new Class<?>[] {
            JetStream.class,
            AsyncJetStream.class,
            StreamHandle.class,
            AsyncStreamHandle.class,
            ConsumerHandle.class,
            AsyncConsumerHandle.class,
            ConsumerGroup.class,
            AsyncConsumerGroup.class
        }) {
            assertThat(Arrays.stream(type.getMethods()).map(Method::toGenericString))
                    .noneMatch(m -> m.contains(".internal."));
        }
    }

    private static Set<String> signatures(String name) throws ClassNotFoundException {
        return Arrays.stream(Class.forName("io.natskit.jetstream." + name).getMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers()))
                .map(ViewsParityTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }
}
