// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the messages of a push consumer; each subscriber has one of its own. */
public class PushTckIT extends TckContract<JetStreamMessage> {
    private StreamHandle stream;

    @Override
    void prepare() {
        stream = js.createStream(StreamConfig.builder("S").subjects("s").build());
        for (int i = 0; i < READY; i++) {
            js.publish("s", new byte[] {(byte) i});
        }
    }

    @Override
    public Publisher<JetStreamMessage> createPublisher(long elements) {
        return each(() -> ReactiveJetStream.of(js)
                .push(
                        stream.push(ConsumerConfig.builder()
                                .ackPolicy(AckPolicy.NONE)
                                .build()),
                        s -> {}));
    }

    @Override
    public Publisher<JetStreamMessage> createFailedPublisher() {
        return null; // the consumer is made before anybody subscribes
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
