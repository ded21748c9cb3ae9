// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.OutgoingMessage;
import io.natskit.client.service.Answer;
import io.natskit.client.service.Services;
import java.time.Duration;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the answers of many. */
public class GatherTckIT extends TckContract<Answer> {

    private static final int INSTANCES = 6;
    private Services services;

    /** Instances 1 to n of the service "n". */
    @Override
    void prepare() {
        services = Services.on(connection);
        for (int n = 1; n <= INSTANCES; n++) {
            for (int i = 0; i < n; i++) {
                String subject = "all" + n;
                services.start(
                        "n" + n,
                        "1.0.0",
                        s -> s.endpoint(
                                "e", e -> e.subject(subject).noQueueGroup().handler(r -> r.reply("yes"))));
            }
        }
    }

    @Override
    public Publisher<Answer> createPublisher(long elements) {
        return ReactiveServices.of(services)
                .gather(
                        OutgoingMessage.of("all" + Math.min(elements, INSTANCES), new byte[0]),
                        g -> g.quorum((int) Math.min(elements, INSTANCES))
                                .timeout(Duration.ofSeconds(30))
                                .stall(Duration.ofSeconds(30)));
    }

    @Override
    public Publisher<Answer> createFailedPublisher() {
        return null; // nothing is asked before there is demand
    }

    @Override
    public long maxElementsFromPublisher() {
        return INSTANCES;
    }
}
