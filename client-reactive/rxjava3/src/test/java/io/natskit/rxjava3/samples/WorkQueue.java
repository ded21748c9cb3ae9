// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3.samples;

import io.natskit.client.Connection;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.JetStream;
import io.natskit.rxjava3.RxConsumer;
import io.natskit.rxjava3.RxJetStream;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** A work queue instead of a broker, in RxJava: orders go in with a window, two workers share them, and what is done is gone. */
public final class WorkQueue {
    private static final int ORDERS = 20;

    private WorkQueue() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, WorkQueue::run);
    }

    static void run(Connection nats) {
        RxJetStream js = RxJetStream.of(JetStream.on(nats));
        RxConsumer workers = js.ensureStream(StreamConfig.builder("ORDERS")
                        .subjects("orders.>")
                        .retention(RetentionPolicy.WORK_QUEUE)
                        .build())
                .flatMap(orders -> orders.ensureConsumer(
                        ConsumerConfig.builder("workers").durable("workers").build()))
                .blockingGet();
        js.publishAll(Flowable.range(0, ORDERS).map(WorkQueue::order), 8)
                .ignoreElements()
                .blockingAwait();
        List<Integer> handled = Flowable.merge(worker(workers), worker(workers))
                .take(ORDERS)
                .sorted()
                .toList()
                .blockingGet();
        Sample.check(
                "orders, each handled once", IntStream.range(0, ORDERS).boxed().toList(), handled);
        Sample.check(
                "orders that are left",
                0L,
                js.stream("ORDERS").info().blockingGet().state().messages());
        js.deleteStream("ORDERS").blockingAwait();
    }

    /** Takes one order at a time, and the next when that is acknowledged. */
    private static Flowable<Integer> worker(RxConsumer workers) {
        return workers.messages(s -> {})
                .rebatchRequests(1)
                .concatMapSingle(
                        order -> Single.fromCompletionStage(
                                order.ackAsync().thenApply(done -> Integer.valueOf(order.text()))),
                        1);
    }

    private static OutgoingMessage order(int number) {
        return OutgoingMessage.of("orders." + number, ("" + number).getBytes(StandardCharsets.UTF_8));
    }
}
