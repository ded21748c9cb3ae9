// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.Message;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the messages of a subject. */
public class SubscribeTckIT extends TckContract<Message> {

    private final AtomicInteger subjects = new AtomicInteger();

    @Override
    public Publisher<Message> createPublisher(long elements) {
        return each(() -> {
            String subject = "s" + subjects.incrementAndGet();
            return then(ReactiveConnection.of(connection).subscribe(subject), () -> {
                connection.flush();
                for (int i = 0; i < READY; i++) {
                    connection.publish(subject, "" + i);
                }
            });
        });
    }

    @Override
    public Publisher<Message> createFailedPublisher() {
        return ReactiveConnection.of(closed()).subscribe("a");
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
