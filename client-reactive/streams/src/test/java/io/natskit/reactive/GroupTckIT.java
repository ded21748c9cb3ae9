// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.jetstream.group.ConsumerGroup;
import io.natskit.jetstream.group.GroupConfig;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the messages of a member of a group, whose demand is pull credit. Each subscriber is the only member of a group of its own. */
public class GroupTckIT extends TckContract<JetStreamMessage> {
    private final AtomicInteger groups = new AtomicInteger();
    private StreamHandle stream;

    @Override
    void prepare() {
        stream = js.createStream(StreamConfig.builder("S")
                .subjects("s.*")
                .subjectTransform(new SubjectTransformConfig("s.*", "{{partition(4,1)}}.s.{{wildcard(1)}}"))
                .build());
        for (int i = 0; i < READY; i++) {
            js.publish("s." + i, new byte[1]);
        }
    }

    @Override
    public Publisher<JetStreamMessage> createPublisher(long elements) {
        return each(() -> {
            ConsumerGroup group = stream.staticGroup("g" + groups.incrementAndGet());
            group.create(GroupConfig.fixed(4, g -> g.members("m")));
            return ReactiveJetStream.of(js).join(group, "m", s -> s.maxAckPending(1000));
        });
    }

    @Override
    public Publisher<JetStreamMessage> createFailedPublisher() {
        return ReactiveJetStream.of(js).join(stream.staticGroup("none"), "m", s -> {});
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
