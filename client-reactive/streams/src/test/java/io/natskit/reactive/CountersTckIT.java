// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.Counter;
import io.natskit.jetstream.JetStream;
import io.natskit.wire.jetstream.StreamConfig;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the counters of a stream. */
public class CountersTckIT extends ListTckContract<Counter> {

    @Override
    void begin(JetStream account) {
        account.createStream(StreamConfig.builder("S")
                .subjects("s.*")
                .allowMessageCounter(true)
                .allowDirect(true)
                .build());
    }

    @Override
    void add(JetStream account, int number) {
        account.counters("S").add("s." + number, 1);
    }

    @Override
    Publisher<Counter> list(JetStream account) {
        return ReactiveJetStream.of(account).counters("S", "s.*");
    }
}
