// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.AsyncConnection;
import io.natskit.client.OutgoingMessage;
import io.natskit.wire.jetstream.AccountInfo;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * {@link JetStream} for callers that must not wait; each method means what its namesake there says. Futures are completed as those of {@link AsyncConnection} are.
 *
 * <p><b>The window.</b> At most {@link JetStreamOptions#window()} publishes are sent and not acknowledged. Later ones wait in line, in their order, at most
 * {@link JetStreamOptions#waitingMax()} of them; past that a publish fails at once with {@link io.natskit.client.BackPressureException}. {@link #writable()} tells when
 * to go on. Each future ends by its deadline. A payload's array is free for reuse when its future has completed.
 */
public interface AsyncJetStream {

    /** See {@link JetStream#publish(String, byte[])}. */
    CompletableFuture<PubAck> publish(String subject, byte[] payload);

    /** See {@link JetStream#publish(OutgoingMessage)}. */
    CompletableFuture<PubAck> publish(OutgoingMessage message);

    /** See {@link JetStream#publish(OutgoingMessage, Consumer)}. */
    CompletableFuture<PubAck> publish(OutgoingMessage message, Consumer<PublishSpec> spec);

    /** See {@link JetStream#publishNoAck}; completes when the message is in the outgoing buffer. */
    CompletableFuture<Void> publishNoAck(OutgoingMessage message, Consumer<PublishSpec> spec);

    /** See {@link JetStream#awaitAcks(Duration)}. */
    CompletableFuture<Void> awaitAcks(Duration timeout);

    /** Completes as soon as the window has room and nobody waits in line. */
    CompletableFuture<Void> writable();

    /** How many publishes are sent and not acknowledged. */
    int unacknowledged();

    /** See {@link JetStream#atomicBatch(Consumer)}. */
    AsyncAtomicBatch atomicBatch(Consumer<BatchSpec> spec);

    /** See {@link JetStream#ingest(String, Consumer)}. */
    CompletableFuture<AsyncIngestPublisher> ingest(String stream, Consumer<IngestSpec> spec);

    /** See {@link JetStream#schedules(String)}. */
    AsyncSchedules schedules(String stream);

    /** See {@link JetStream#counters(String)}. */
    AsyncCounters counters(String stream);

    /** See {@link JetStream#createStream(StreamConfig)}. */
    CompletableFuture<AsyncStreamHandle> createStream(StreamConfig config);

    /** See {@link JetStream#ensureStream(StreamConfig)}. */
    CompletableFuture<AsyncStreamHandle> ensureStream(StreamConfig config);

    /** See {@link JetStream#ensureStream(StreamConfig, Consumer)}. */
    CompletableFuture<Ensured> ensureStream(StreamConfig config, Consumer<EnsureSpec> spec);

    /** See {@link JetStream#stream(String)}. */
    AsyncStreamHandle stream(String name);

    /** See {@link JetStream#findStream(String)}. */
    CompletableFuture<Optional<AsyncStreamHandle>> findStream(String name);

    /** See {@link JetStream#streamNameOf(String)}. */
    CompletableFuture<Optional<String>> streamNameOf(String subject);

    /** See {@link JetStream#deleteStream(String)}. */
    CompletableFuture<Void> deleteStream(String name);

    /** See {@link JetStream#streams()}. */
    Pages<StreamInfo> streams();

    /** See {@link JetStream#streams(String)}. */
    Pages<StreamInfo> streams(String filter);

    /** See {@link JetStream#streamNames(String)}. */
    Pages<String> streamNames(String filter);

    /** See {@link JetStream#account()}. */
    CompletableFuture<AccountInfo> account();

    /** The same, blocking. */
    JetStream blocking();
}
