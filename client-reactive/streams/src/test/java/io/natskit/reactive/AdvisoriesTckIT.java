// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.Advisory;
import io.natskit.jetstream.JetStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over advisories. */
public class AdvisoriesTckIT extends TckContract<Advisory> {

    private final AtomicInteger subjects = new AtomicInteger();

    @Override
    public Publisher<Advisory> createPublisher(long elements) {
        return each(() -> {
            String subject = "ADVISORY.tck." + subjects.incrementAndGet();
            return then(ReactiveJetStream.of(js).advisories(subject), () -> {
                connection.flush();
                for (int i = 0; i < READY; i++) {
                    connection.publish(
                            "$JS.EVENT." + subject,
                            "{\"type\":\"io.nats.tck\",\"id\":\"" + i + "\",\"timestamp\":\"2026-11-26T05:00:00Z\"}");
                }
            });
        });
    }

    @Override
    public Publisher<Advisory> createFailedPublisher() {
        return ReactiveJetStream.of(JetStream.on(closed())).advisories(">");
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
