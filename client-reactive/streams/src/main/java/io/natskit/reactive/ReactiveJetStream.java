// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.Advisory;
import io.natskit.jetstream.ConsumeSpec;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Counter;
import io.natskit.jetstream.FlowJetStream;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.PushHandle;
import io.natskit.jetstream.ReadSpec;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.jetstream.group.ConsumerGroup;
import io.natskit.jetstream.group.JoinSpec;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamInfo;
import java.util.function.Consumer;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Processor;
import org.reactivestreams.Publisher;

/** {@link FlowJetStream} with the types of Reactive Streams; each method means what its namesake there says. No state of its own. */
public final class ReactiveJetStream {
    private final FlowJetStream flow;

    private ReactiveJetStream(FlowJetStream flow) {
        this.flow = flow;
    }

    /** A view of {@code js}. */
    public static ReactiveJetStream of(JetStream js) {
        return new ReactiveJetStream(js.flow());
    }

    /** See {@link FlowJetStream#publisher(int)}. */
    public Processor<OutgoingMessage, PubAck> publisher(int window) {
        return FlowAdapters.toProcessor(flow.publisher(window));
    }

    /** See {@link FlowJetStream#streams(String)}. */
    public Publisher<StreamInfo> streams(String filter) {
        return FlowAdapters.toPublisher(flow.streams(filter));
    }

    /** See {@link FlowJetStream#streamNames}. */
    public Publisher<String> streamNames(String filter) {
        return FlowAdapters.toPublisher(flow.streamNames(filter));
    }

    /** See {@link FlowJetStream#consumers}. */
    public Publisher<ConsumerInfo> consumers(StreamHandle stream) {
        return FlowAdapters.toPublisher(flow.consumers(stream));
    }

    /** See {@link FlowJetStream#consumerNames}. */
    public Publisher<String> consumerNames(StreamHandle stream) {
        return FlowAdapters.toPublisher(flow.consumerNames(stream));
    }

    /** See {@link FlowJetStream#counters}. */
    public Publisher<Counter> counters(String stream, String filter) {
        return FlowAdapters.toPublisher(flow.counters(stream, filter));
    }

    /** See {@link FlowJetStream#consume}: {@code request(n)} is pull credit. */
    public Publisher<JetStreamMessage> consume(ConsumerHandle consumer, Consumer<ConsumeSpec> spec) {
        return FlowAdapters.toPublisher(flow.consume(consumer, spec));
    }

    /** See {@link FlowJetStream#join}: {@code request(n)} is pull credit. */
    public Publisher<JetStreamMessage> join(ConsumerGroup group, String member, Consumer<JoinSpec> spec) {
        return FlowAdapters.toPublisher(flow.join(group, member, spec));
    }

    /** See {@link FlowJetStream#ordered}: {@code request(n)} is pull credit. */
    public Publisher<JetStreamMessage> ordered(StreamHandle stream, Consumer<OrderedSpec> spec) {
        return FlowAdapters.toPublisher(flow.ordered(stream, spec));
    }

    /** See {@link FlowJetStream#orderedPush}. */
    public Publisher<JetStreamMessage> orderedPush(StreamHandle stream, Consumer<OrderedSpec> spec) {
        return FlowAdapters.toPublisher(flow.orderedPush(stream, spec));
    }

    /** See {@link FlowJetStream#push}. */
    public Publisher<JetStreamMessage> push(PushHandle consumer, Consumer<ConsumeSpec> spec) {
        return FlowAdapters.toPublisher(flow.push(consumer, spec));
    }

    /** See {@link FlowJetStream#read}. */
    public Publisher<StoredMessage> read(StreamHandle stream, Consumer<ReadSpec> spec) {
        return FlowAdapters.toPublisher(flow.read(stream, spec));
    }

    /** See {@link FlowJetStream#advisories}. */
    public Publisher<Advisory> advisories(String filter) {
        return FlowAdapters.toPublisher(flow.advisories(filter));
    }

    /** The same, blocking. */
    public JetStream blocking() {
        return flow.blocking();
    }
}
