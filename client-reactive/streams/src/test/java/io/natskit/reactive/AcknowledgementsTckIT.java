// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.OutgoingMessage;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Processor;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the acknowledgements of what JetStream publishes. */
public class AcknowledgementsTckIT extends TckContract<PubAck> {

    @Override
    void prepare() {
        js.createStream(StreamConfig.builder("S").subjects("s").build());
    }

    @Override
    public Publisher<PubAck> createPublisher(long elements) {
        return each(() -> {
            Processor<OutgoingMessage, PubAck> processor =
                    ReactiveJetStream.of(js).publisher(8);
            processor.onSubscribe(new Source(processor, elements));
            return processor;
        });
    }

    /** Gives as many messages as are asked for. */
    private static final class Source implements org.reactivestreams.Subscription {
        private final Processor<OutgoingMessage, PubAck> target;
        private final AtomicBoolean done = new AtomicBoolean();
        private long left;

        Source(Processor<OutgoingMessage, PubAck> target, long left) {
            this.target = target;
            this.left = left;
        }

        @Override
        public synchronized void request(long n) {
            for (long i = 0; i < n && left > 0 && !done.get(); i++) {
                left--;
                target.onNext(OutgoingMessage.of("s", new byte[1]));
            }
            if (left == 0 && done.compareAndSet(false, true)) {
                target.onComplete();
            }
        }

        @Override
        public void cancel() {
            done.set(true);
        }
    }

    @Override
    public Publisher<PubAck> createFailedPublisher() {
        return each(() -> {
            Processor<OutgoingMessage, PubAck> processor =
                    ReactiveJetStream.of(js).publisher(8);
            processor.onSubscribe(new Source(processor, Long.MAX_VALUE));
            processor.onError(new IllegalStateException("the source failed"));
            return processor;
        });
    }

    @Override
    public long maxElementsFromPublisher() {
        return Long.MAX_VALUE - 1;
    }
}
