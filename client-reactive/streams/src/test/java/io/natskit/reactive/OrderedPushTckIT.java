// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamConfig;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the messages of an ordered push consumer. */
public class OrderedPushTckIT extends TckContract<JetStreamMessage> {
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
        return ReactiveJetStream.of(js).orderedPush(stream, s -> {});
    }

    @Override
    public Publisher<JetStreamMessage> createFailedPublisher() {
        return null; // what is wrong is found once the server was asked
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
