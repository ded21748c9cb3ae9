// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.Connection;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.internal.Front;
import io.natskit.wire.jetstream.AccountInfo;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * JetStream on a connection, in its blocking shape: the primary one. {@link #async()} and {@link #flow()} are views of the same engine. Holds no thread, socket or
 * subscription until used, and needs no closing: what lives long is what it returns. Safe for use by many threads; not for implementation by users.
 *
 * <pre>{@code
 * JetStream js = JetStream.on(connection, o -> o.domain("hub"));
 * PubAck ack = js.publish(message, p -> p.messageId("7"));
 * StreamHandle orders = js.ensureStream(StreamConfig.builder("ORDERS").subjects("orders.>").build());
 * }</pre>
 *
 * <p><b>Errors.</b> What the server refuses throws {@link JetStreamApiException} with its code; an API that nobody serves
 * {@link io.natskit.client.NoRespondersException}; one that does not answer {@link io.natskit.client.RequestTimeoutException}. Waiting is as {@link Connection} says.
 */
public interface JetStream {

    /** JetStream on a connection, with the defaults. */
    static JetStream on(Connection connection) {
        return on(connection, o -> {});
    }

    /** JetStream on a connection, with the defaults changed by {@code spec}. */
    static JetStream on(Connection connection, Consumer<JetStreamOptions.Builder> spec) {
        return Front.on(connection, JetStreamOptions.of(spec));
    }

    // publishing

    /**
     * Publishes and waits for the acknowledgement, at most {@link JetStreamOptions#timeout()}.
     *
     * @throws JetStreamApiException when the stream refused the message
     * @throws io.natskit.client.NoRespondersException when no stream stores the subject, after {@link JetStreamOptions#retries()}
     * @throws io.natskit.client.InDoubtException when it was sent and the acknowledgement did not come: it was stored once, or not at all
     */
    PubAck publish(String subject, byte[] payload);

    /** Publishes a message with headers; otherwise as {@link #publish(String, byte[])}. */
    PubAck publish(OutgoingMessage message);

    /** Publishes a message with an id, expectations, a time to live, ...; otherwise as {@link #publish(String, byte[])}. */
    PubAck publish(OutgoingMessage message, Consumer<PublishSpec> spec);

    /** Publishes without asking for an acknowledgement, for streams that give none ({@code no_ack}) and for who can lose messages. */
    void publishNoAck(OutgoingMessage message, Consumer<PublishSpec> spec);

    /** Waits until every publish of {@link #async()} so far is acknowledged or has failed. */
    void awaitAcks(Duration timeout);

    /** Messages that are stored all together or not at all (ADR-50, server 2.12, a stream that allows it). */
    AtomicBatch atomicBatch(Consumer<BatchSpec> spec);

    /** Fast publishing to one stream: by fast ingest (ADR-50, server 2.14) where the stream allows it, otherwise by a window of acknowledged publishes. */
    IngestPublisher ingest(String stream, Consumer<IngestSpec> spec);

    /** Messages that the server publishes later, in a stream that allows it (ADR-51). */
    Schedules schedules(String stream);

    /** The counters of a stream (ADR-49). */
    Counters counters(String stream);

    // streams

    /** Makes a stream; the same again is no error. */
    StreamHandle createStream(StreamConfig config);

    /** Has a stream be as asked for: makes it, changes it, or leaves it. What servers add to configurations is not compared. */
    StreamHandle ensureStream(StreamConfig config);

    /** As {@link #ensureStream(StreamConfig)} with choices such as a dry run; says what was, or would be, done. */
    Ensured ensureStream(StreamConfig config, Consumer<EnsureSpec> spec);

    /** A handle; asks nothing of the server. */
    StreamHandle stream(String name);

    /** A handle, if there is such a stream. */
    Optional<StreamHandle> findStream(String name);

    /** The name of the stream that stores {@code subject}, if one does. */
    Optional<String> streamNameOf(String subject);

    /** Deletes a stream with all it holds. */
    void deleteStream(String name);

    /** The streams, page by page. */
    Iterable<StreamInfo> streams();

    /** The streams that have a subject which {@code filter} matches, page by page. */
    Iterable<StreamInfo> streams(String filter);

    /** The names of streams that have a subject which {@code filter} matches; {@code ">"} for all. */
    Iterable<String> streamNames(String filter);

    /** Makes a stream of a backup in a folder; see {@link StreamHandle#backup(java.nio.file.Path)}. */
    StreamHandle restore(java.nio.file.Path folder);

    /** Makes a stream of an archive that is read from {@code channel}, which is not closed; {@code config} as {@link BackupResult#config()} gave it, perhaps changed. */
    StreamHandle restore(StreamConfig config, java.nio.channels.ReadableByteChannel channel);

    /** Calls {@code listener} with the advisories and metrics that {@code filter} matches behind {@link JetStreamOptions#eventPrefix}; {@code ">"} for all. */
    Listening advisories(String filter, Consumer<? super Advisory> listener);

    /** What the account uses and may use. */
    AccountInfo account();

    /** JetStream for callers that must not wait. */
    AsyncJetStream async();

    /** JetStream for streams with demand. */
    FlowJetStream flow();

    /** The connection beneath. */
    Connection connection();

    /** The options this was made with. */
    JetStreamOptions options();
}
