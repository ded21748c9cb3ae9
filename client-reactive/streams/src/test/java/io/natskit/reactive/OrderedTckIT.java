// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamConfig;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the messages of an ordered consumer. */
public class OrderedTckIT extends TckContract<JetStreamMessage> {

    private StreamHandle stream;

    @Override
    void prepare() {
        stream = js.createStream(
                StreamConfig.builder("S").subjects("s").allowDirect(true).build());
        for (int i = 0; i < READY; i++) {
            js.publish("s", new byte[] {(byte) i});
        }
    }

    @Override
    public Publisher<JetStreamMessage> createPublisher(long elements) {
        return ReactiveJetStream.of(js).ordered(stream, s -> {});
    }

    @Override
    public Publisher<JetStreamMessage> createFailedPublisher() {
        return ReactiveJetStream.of(JetStream.on(closed())).ordered(stream, s -> {});
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
