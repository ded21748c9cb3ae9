// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the messages of a consumer, whose demand is pull credit. */
public class ConsumeTckIT extends TckContract<JetStreamMessage> {

    private StreamHandle stream;

    @Override
    void prepare() {
        stream = js.createStream(
                StreamConfig.builder("S").subjects("s").allowDirect(true).build());
        for (int i = 0; i < READY; i++) {
            js.publish("s", new byte[] {(byte) i});
        }
    }

    private final AtomicInteger consumers = new AtomicInteger();

    @Override
    public Publisher<JetStreamMessage> createPublisher(long elements) {
        return each(() -> ReactiveJetStream.of(js)
                .consume(
                        stream.createConsumer(ConsumerConfig.builder("C" + consumers.incrementAndGet())
                                .maxAckPending(-1)
                                .build()),
                        s -> {}));
    }

    @Override
    public Publisher<JetStreamMessage> createFailedPublisher() {
        return ReactiveJetStream.of(JetStream.on(closed())).consume(stream.consumer("none"), s -> {});
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
