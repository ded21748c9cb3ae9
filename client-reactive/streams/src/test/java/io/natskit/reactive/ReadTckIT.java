// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamConfig;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over stored messages. */
public class ReadTckIT extends TckContract<StoredMessage> {

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
    public Publisher<StoredMessage> createPublisher(long elements) {
        return ReactiveJetStream.of(js)
                .read(stream, r -> r.from(READY + 1 - Math.min(elements, READY)).batch(5));
    }

    @Override
    public Publisher<StoredMessage> createFailedPublisher() {
        return null; // nothing is asked before there is demand
    }

    @Override
    public long maxElementsFromPublisher() {
        return READY;
    }
}
