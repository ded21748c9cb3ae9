// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the list of streams. */
public class StreamsTckIT extends TckContract<StreamInfo> {

    private static final int STREAMS = 8;

    /** Stream i has the subjects that lists of at least i streams ask for. */
    @Override
    void prepare() {
        for (int i = 1; i <= STREAMS; i++) {
            String[] subjects = new String[STREAMS - i + 1];
            for (int n = i; n <= STREAMS; n++) {
                subjects[n - i] = "list" + n + "." + i;
            }
            js.createStream(StreamConfig.builder("S" + i).subjects(subjects).build());
        }
    }

    @Override
    public Publisher<StreamInfo> createPublisher(long elements) {
        return ReactiveJetStream.of(js).streams("list" + Math.min(elements, STREAMS) + ".*");
    }

    @Override
    public Publisher<StreamInfo> createFailedPublisher() {
        return null; // nothing is asked before there is demand
    }

    @Override
    public long maxElementsFromPublisher() {
        return STREAMS;
    }
}
