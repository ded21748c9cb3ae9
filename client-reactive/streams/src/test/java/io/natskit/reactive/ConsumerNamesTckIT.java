// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.JetStream;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the names of the consumers of a stream. */
public class ConsumerNamesTckIT extends ListTckContract<String> {

    @Override
    void begin(JetStream account) {
        account.createStream(StreamConfig.builder("S").subjects("s").build());
    }

    @Override
    void add(JetStream account, int number) {
        account.stream("S")
                .createConsumer(ConsumerConfig.builder("C" + number)
                        .durable("C" + number)
                        .build());
    }

    @Override
    Publisher<String> list(JetStream account) {
        return ReactiveJetStream.of(account).consumerNames(account.stream("S"));
    }
}
