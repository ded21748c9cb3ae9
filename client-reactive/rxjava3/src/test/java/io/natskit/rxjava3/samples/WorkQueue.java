// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.JetStream;
import io.natskit.rxjava3.RxConsumer;
import io.natskit.rxjava3.RxJetStream;
import io.natskit.server.NatsServer;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import io.reactivex.rxjava3.core.Flowable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A work queue instead of a broker, in RxJava: orders go in with a window, two workers share them, and what is done is gone. */
public final class WorkQueue {
    private static final int ORDERS = 20;

    private WorkQueue() {}

    /** Runs it with a server of its own. */
    public static void main(String[] args) {
        try (NatsServer server = NatsServer.builder().jetStream().start()) {
            System.out.println("done: " + run(server.url()));
        }
    }

    /** Runs it against the server at {@code url}; returns the orders in the order of their handling. */
    static List<String> run(String url) {
        try (Connection connection = Nats.connect(url)) {
            RxJetStream js = RxJetStream.of(JetStream.on(connection));
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
            return Flowable.merge(worker(workers), worker(workers))
                    .take(ORDERS)
                    .toList()
                    .blockingGet();
        }
    }

    /** Takes one order at a time, and the next when that is acknowledged. */
    private static Flowable<String> worker(RxConsumer workers) {
        return workers.messages(s -> {})
                .rebatchRequests(1)
                .concatMapSingle(
                        order -> io.reactivex.rxjava3.core.Single.fromCompletionStage(
                                order.ackAsync().thenApply(done -> order.text())),
                        1);
    }

    private static OutgoingMessage order(int number) {
        return OutgoingMessage.of("orders." + number, ("" + number).getBytes(StandardCharsets.UTF_8));
    }
}
