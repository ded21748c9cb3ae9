// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.group.ConsumerGroup;
import io.natskit.jetstream.group.JoinSpec;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamInfo;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * {@link JetStream} for streams with demand. Publishers are cold: each subscriber gets a consumption, list or subscription of its own, made when it subscribes and ended
 * when it cancels. They obey the Reactive Streams rules.
 */
public interface FlowJetStream {

    /**
     * Messages in, acknowledgements out, in order. At most {@code window} (more than zero) are unacknowledged, and no more are asked of the source than that and the
     * demand downstream allow. A publish that fails ends the stream. For one source and one subscriber.
     */
    Flow.Processor<OutgoingMessage, PubAck> publisher(int window);

    /** The streams that have a subject which {@code filter} matches; {@code ">"} for all. */
    Flow.Publisher<StreamInfo> streams(String filter);

    /** The names of the streams that have a subject which {@code filter} matches; {@code ">"} for all. */
    Flow.Publisher<String> streamNames(String filter);

    /** The consumers of a stream, page by page as they are asked for. */
    Flow.Publisher<ConsumerInfo> consumers(StreamHandle stream);

    /** The names of the consumers of a stream, page by page as they are asked for. */
    Flow.Publisher<String> consumerNames(StreamHandle stream);

    /** The counters of a stream whose subjects {@code filter} matches, page by page as they are asked for. */
    Flow.Publisher<Counter> counters(String stream, String filter);

    /** The messages of a consumer. {@code request(n)} is pull credit: no more than n messages are ever asked of the server, and none is in the client that was not asked for. */
    Flow.Publisher<JetStreamMessage> consume(ConsumerHandle consumer, Consumer<ConsumeSpec> spec);

    /** The messages of a member of a group, which subscribing joins and cancelling leaves; demand as {@link #consume}. */
    Flow.Publisher<JetStreamMessage> join(ConsumerGroup group, String member, Consumer<JoinSpec> spec);

    /** The messages of an ordered consumer, with demand as {@link #consume}. */
    Flow.Publisher<JetStreamMessage> ordered(StreamHandle stream, Consumer<OrderedSpec> spec);

    /** As {@link #ordered}, by a push consumer: what is not asked for waits in the client, within the server's flow control. */
    Flow.Publisher<JetStreamMessage> orderedPush(StreamHandle stream, Consumer<OrderedSpec> spec);

    /** The messages of a push consumer, which {@link StreamHandle#push} gave; demand as of {@link #orderedPush}. Cancelling ends the subscription, not the consumer. */
    Flow.Publisher<JetStreamMessage> push(PushHandle consumer, Consumer<ConsumeSpec> spec);

    /** Stored messages, page by page as they are asked for. */
    Flow.Publisher<StoredMessage> read(StreamHandle stream, Consumer<ReadSpec> spec);

    /** Advisories and metrics as they come; see {@link JetStream#advisories}. What is not asked for in time waits, within the connection's limits. */
    Flow.Publisher<Advisory> advisories(String filter);

    /** The same, blocking. */
    JetStream blocking();
}
