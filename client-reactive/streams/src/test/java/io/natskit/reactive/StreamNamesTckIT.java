// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.JetStream;
import io.natskit.wire.jetstream.StreamConfig;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the names of streams. */
public class StreamNamesTckIT extends ListTckContract<String> {

    @Override
    void add(JetStream account, int number) {
        account.createStream(
                StreamConfig.builder("S" + number).subjects("s" + number).build());
    }

    @Override
    Publisher<String> list(JetStream account) {
        return ReactiveJetStream.of(account).streamNames(">");
    }
}
