// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.Message;
import io.natskit.client.service.Services;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the answer of a service. */
public class CallTckIT extends TckContract<Message> {

    private Services services;

    @Override
    void prepare() {
        services = Services.on(connection);
        services.start("s", "1.0.0", s -> s.endpoint("one", e -> e.handler(r -> r.reply("1"))));
    }

    @Override
    public Publisher<Message> createPublisher(long elements) {
        return ReactiveServices.of(services).call("one", new byte[0]);
    }

    @Override
    public Publisher<Message> createFailedPublisher() {
        return null; // nothing is asked before there is demand
    }

    @Override
    public long maxElementsFromPublisher() {
        return 1;
    }
}
