// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.client.Connection;
import io.natskit.client.service.Services;
import io.natskit.jetstream.AtomicBatch;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Counters;
import io.natskit.jetstream.IngestPublisher;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.PushHandle;
import io.natskit.jetstream.Schedules;
import io.natskit.jetstream.StreamHandle;
import io.natskit.jetstream.group.ConsumerGroup;
import io.natskit.kv.Bucket;
import io.natskit.kv.KeyValue;
import io.natskit.kv.lease.Lease;
import io.natskit.kv.lease.Leases;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the shapes of RxJava with the blocking API by reflection. Whatever one has, the other has, or the reason stands here. */
class RxParityTest {
    private static final String ACCESSOR = "never waits, so the blocking form serves everybody: blocking()";
    private static final String VIEW = "leads from one shape to another";
    private static final String HANDLER = "the subscriber is the handler";

    /** What the blocking API has alone, by type and name or signature. */
    private static final Map<String, String> BLOCKING_ALONE = Map.ofEntries(
            Map.entry("Connection.newInbox", ACCESSOR),
            Map.entry("Connection.state", ACCESSOR),
            Map.entry("Connection.serverInfo", ACCESSOR),
            Map.entry("Connection.serverPool", ACCESSOR),
            Map.entry("Connection.statistics", ACCESSOR),
            Map.entry("Connection.onEvent", ACCESSOR),
            Map.entry("Connection.closed", ACCESSOR),
            Map.entry("Connection.options", ACCESSOR),
            Map.entry("Connection.flushBuffer", ACCESSOR),
            Map.entry("Connection.async", VIEW),
            Map.entry("Connection.flow", VIEW),
            Map.entry("Connection.subscribe(String,MessageHandler)", HANDLER),
            Map.entry("Connection.subscribe(String,SubscribeOptions,MessageHandler)", HANDLER),
            Map.entry("Connection.subscribeBatches", "buffer() of a Flowable gathers batches"),
            Map.entry("Services.proxy", "the methods of the interface choose the shape by what they return"),
            Map.entry("Services.connection", ACCESSOR),
            Map.entry("Services.options", ACCESSOR),
            Map.entry("Services.async", VIEW),
            Map.entry("Services.flow", VIEW),
            Map.entry("JetStream.advisories(String,Consumer)", HANDLER),
            Map.entry("JetStream.async", VIEW),
            Map.entry("JetStream.flow", VIEW),
            Map.entry("JetStream.connection", ACCESSOR),
            Map.entry("JetStream.options", ACCESSOR),
            Map.entry("StreamHandle.async", VIEW),
            Map.entry("ConsumerHandle.consume", HANDLER),
            Map.entry("ConsumerHandle.async", VIEW),
            Map.entry("AtomicBatch.close", "an asynchronous batch is discarded by discard()"),
            Map.entry("IngestPublisher.close", "an asynchronous publisher is discarded by discard()"),
            Map.entry("KeyValue.async", VIEW),
            Map.entry("KeyValue.jetStream", ACCESSOR),
            Map.entry("KeyValue.flow", VIEW),
            Map.entry("ObjectStores.async", VIEW),
            Map.entry("ObjectStores.flow", VIEW),
            Map.entry("ObjectStores.jetStream", ACCESSOR),
            Map.entry("ObjectStore.async", VIEW),
            Map.entry("ObjectStore.flow", VIEW),
            Map.entry(
                    "ObjectStore.open", "a reader is an InputStream or a channel, which wait; read() gives the chunks"),
            Map.entry("ObjectStore.watch(Consumer,Consumer)", HANDLER),
            Map.entry("Leases.async", VIEW),
            Map.entry("Leases.flow", VIEW),
            Map.entry("Leases.stand", "lead() is the candidacy: subscribed to, it stands"),
            Map.entry("Lease.renewAsync", "renew() does not wait here"),
            Map.entry("Lease.close", "release() is what does not wait"),
            Map.entry("ConsumerGroup.join", HANDLER),
            Map.entry("ConsumerGroup.async", VIEW),
            Map.entry("PushHandle.consume", HANDLER),
            Map.entry("PushHandle.asyncMessages", "messages() does not wait here"),
            Map.entry("Bucket.async", VIEW),
            Map.entry("Bucket.flow", VIEW),
            Map.entry("Bucket.watch(Consumer,WatchListener)", HANDLER));

    /** What the shapes of RxJava have alone. */
    private static final Map<String, String> RX_ALONE = Map.ofEntries(
            Map.entry("Connection.blocking", VIEW),
            Map.entry("Connection.writable", "the blocking form waits in publish itself"),
            Map.entry("Connection.publishAll", "a stream as the source: Flow's publisher(int)"),
            Map.entry("Services.blocking", VIEW),
            Map.entry("Services.answers", "the answers of gather as they come"),
            Map.entry("JetStream.blocking", VIEW),
            Map.entry("JetStream.writable", "the blocking form waits in publish itself"),
            Map.entry("JetStream.unacknowledged", "the window belongs to what does not wait"),
            Map.entry("JetStream.publishAll", "a stream as the source: Flow's publisher(int)"),
            Map.entry("JetStream.advisories(String)", "the subscriber is the listener"),
            Map.entry("StreamHandle.blocking", VIEW),
            Map.entry("ConsumerHandle.blocking", VIEW),
            Map.entry("AtomicBatch.discard", "a blocking batch is discarded by close()"),
            Map.entry("IngestPublisher.discard", "a blocking publisher is discarded by close()"),
            Map.entry("KeyValue.blocking", VIEW),
            Map.entry("ObjectStores.blocking", VIEW),
            Map.entry("ObjectStore.blocking", VIEW),
            Map.entry("ObjectStore.put(String,Publisher,Consumer)", "a stream as the source: Flow's put"),
            Map.entry("ObjectStore.read", "the chunks as they come: Flow's read"),
            Map.entry("ObjectStore.watch(Consumer)", "the subscriber is the listener"),
            Map.entry("Leases.blocking", VIEW),
            Map.entry("Leases.lead", "the subscriber is told when it leads: Flow's lead"),
            Map.entry("Lease.blocking", VIEW),
            Map.entry("ConsumerGroup.blocking", VIEW),
            Map.entry("PushHandle.blocking", VIEW),
            Map.entry("Bucket.blocking", VIEW),
            Map.entry("Bucket.watch(Consumer)", "the subscriber is the listener"));

    static Arguments[] shapes() {
        return new Arguments[] {
            Arguments.of(Connection.class, RxConnection.class),
            Arguments.of(Services.class, RxServices.class),
            Arguments.of(JetStream.class, RxJetStream.class),
            Arguments.of(StreamHandle.class, RxStream.class),
            Arguments.of(ConsumerHandle.class, RxConsumer.class),
            Arguments.of(AtomicBatch.class, RxAtomicBatch.class),
            Arguments.of(IngestPublisher.class, RxIngestPublisher.class),
            Arguments.of(Counters.class, RxCounters.class),
            Arguments.of(Schedules.class, RxSchedules.class),
            Arguments.of(KeyValue.class, RxKeyValue.class),
            Arguments.of(Bucket.class, RxBucket.class),
            Arguments.of(ObjectStores.class, RxObjectStores.class),
            Arguments.of(ObjectStore.class, RxObjectStore.class),
            Arguments.of(Leases.class, RxLeases.class),
            Arguments.of(Lease.class, RxLease.class),
            Arguments.of(ConsumerGroup.class, RxGroup.class),
            Arguments.of(PushHandle.class, RxPush.class)
        };
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void what_one_has_the_other_has(Class<?> blocking, Class<?> rx) {
        Set<String> missing = signatures(blocking);
        missing.removeAll(signatures(rx));
        missing.removeIf(s -> excused(blocking, s, BLOCKING_ALONE));
        assertThat(missing).isEmpty();
        Set<String> extra = signatures(rx);
        extra.removeAll(signatures(blocking));
        extra.removeIf(s -> excused(blocking, s, RX_ALONE));
        assertThat(extra).isEmpty();
    }

    private static boolean excused(Class<?> type, String signature, Map<String, String> reasons) {
        String name = type.getSimpleName() + "." + signature.substring(0, signature.indexOf('('));
        return reasons.containsKey(name) || reasons.containsKey(type.getSimpleName() + "." + signature);
    }

    @Test
    void no_excuse_is_out_of_date() {
        Set<String> blocking = new TreeSet<>();
        Set<String> rx = new TreeSet<>();
        for (Arguments pair : shapes()) {
            Class<?> type = (Class<?>) pair.get()[0];
            for (String s : signatures(type)) {
                blocking.add(type.getSimpleName() + "." + s);
                blocking.add(type.getSimpleName() + "." + s.substring(0, s.indexOf('(')));
            }
            for (String s : signatures((Class<?>) pair.get()[1])) {
                rx.add(type.getSimpleName() + "." + s);
                rx.add(type.getSimpleName() + "." + s.substring(0, s.indexOf('(')));
            }
        }
        assertThat(blocking).containsAll(BLOCKING_ALONE.keySet());
        assertThat(rx).containsAll(RX_ALONE.keySet()).doesNotContainAnyElementsOf(BLOCKING_ALONE.keySet());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void what_comes_once_is_single_maybe_or_completable_and_what_goes_on_is_flowable(Class<?> blocking, Class<?> rx) {
        for (Method method : rx.getMethods()) {
            Arrays.stream(blocking.getMethods())
                    .filter(m -> signature(m).equals(signature(method)) && method.getDeclaringClass() == rx)
                    .findAny()
                    .ifPresent(m -> assertThat(method.getReturnType())
                            .as(signature(method))
                            .isIn(shapesOf(m.getReturnType(), method.getReturnType())));
        }
    }

    private static Set<Class<?>> shapesOf(Class<?> blocking, Class<?> found) {
        if (blocking == void.class) {
            return Set.of(Completable.class);
        }
        if (blocking == CompletableFuture.class) {
            return Set.of(Completable.class, Single.class);
        }
        if (blocking == Optional.class) {
            return Set.of(Maybe.class);
        }
        boolean stays = blocking.isPrimitive() || blocking == String.class || blocking == Duration.class;
        if (blocking.isEnum()) {
            return Set.of(blocking);
        }
        boolean handle = found.getPackageName().equals("io.natskit.rxjava3");
        if (handle) {
            return Set.of(found);
        }
        return stays && found == blocking ? Set.of(blocking) : Set.of(Single.class, Flowable.class);
    }

    private static Set<String> signatures(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(m -> m.getDeclaringClass() == type && !Modifier.isStatic(m.getModifiers()))
                .map(RxParityTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }
}
