// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.Services;
import java.time.Duration;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over what services say of themselves. */
public class ServiceInfoTckIT extends TckContract<ServiceInfo> {

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
    public Publisher<ServiceInfo> createPublisher(long elements) {
        return ReactiveServices.of(services)
                .info(d -> d.name("n" + Math.min(elements, INSTANCES))
                        .instancesMax((int) Math.min(elements, INSTANCES))
                        .timeout(Duration.ofSeconds(30))
                        .stall(Duration.ofSeconds(30)));
    }

    @Override
    public Publisher<ServiceInfo> createFailedPublisher() {
        return null; // nothing is asked before there is demand
    }

    @Override
    public long maxElementsFromPublisher() {
        return INSTANCES;
    }
}
