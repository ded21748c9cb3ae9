// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.Message;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the reply to a request. */
public class RequestTckIT extends TckContract<Message> {

    @Override
    void prepare() {
        connection.subscribe("one", m -> m.reply("1"));
        connection.flush();
    }

    @Override
    public Publisher<Message> createPublisher(long elements) {
        return ReactiveConnection.of(connection).request("one", new byte[0]);
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
