// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.sketches;

import io.natskit.client.AsyncConnection;
import io.natskit.client.BackPressure;
import io.natskit.client.Connection;
import io.natskit.client.Dispatch;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * The JetStream API to come, as interfaces that compile against the core of today; see {@code docs/adr/0004-apis-to-come.md}. Types without content stand for values.
 */
public interface JetStreamSketch {

    /** Blocking: the primary names. Made by {@code JetStream.on(connection, o -> o.domain("hub"))}; holds no thread, socket or subscription until used. */
    interface JetStream {
        PubAck publish(String subject, byte[] payload);

        PubAck publish(OutgoingMessage message, Consumer<PublishSpec> spec);

        /** Waits until every asynchronous publish so far is acknowledged or failed. */
        void awaitAcks(Duration timeout);

        AtomicBatch atomicBatch(Consumer<BatchSpec> spec);

        IngestPublisher ingest(String stream, Consumer<IngestSpec> spec);

        Schedules schedules(String stream);

        StreamHandle createStream(StreamConfig config);

        StreamHandle ensureStream(StreamConfig config);

        StreamHandle stream(String name);

        Optional<StreamHandle> findStream(String name);

        void deleteStream(String name);

        Iterable<StreamInfo> streams(Consumer<StreamFilter> filter);

        AccountInfo account();

        AsyncJetStream async();

        FlowJetStream flow();

        Connection connection();
    }

    interface AsyncJetStream {
        /** Accepted when the window has room ({@link PublishSpec#window}), complete when acknowledged; the window is the back-pressure of {@link BackPressure}. */
        CompletableFuture<PubAck> publish(String subject, byte[] payload);

        CompletableFuture<PubAck> publish(OutgoingMessage message, Consumer<PublishSpec> spec);

        CompletableFuture<Void> awaitAcks(Duration timeout);

        AsyncAtomicBatch atomicBatch(Consumer<BatchSpec> spec);

        AsyncIngestPublisher ingest(String stream, Consumer<IngestSpec> spec);

        AsyncSchedules schedules(String stream);

        CompletableFuture<AsyncStreamHandle> createStream(StreamConfig config);

        CompletableFuture<AsyncStreamHandle> ensureStream(StreamConfig config);

        CompletableFuture<AsyncStreamHandle> stream(String name);

        CompletableFuture<Optional<AsyncStreamHandle>> findStream(String name);

        CompletableFuture<Void> deleteStream(String name);

        Pages<StreamInfo> streams(Consumer<StreamFilter> filter);

        CompletableFuture<AccountInfo> account();

        AsyncConnection connection();
    }

    interface FlowJetStream {
        /** A processor: messages in, acknowledgements out, in order; at most {@code window} are unacknowledged, so demand downstream slows the source. */
        Flow.Processor<OutgoingMessage, PubAck> publisher(int window);

        Flow.Publisher<StreamInfo> streams(Consumer<StreamFilter> filter);

        /** {@code request(n)} is pull credit: no more than n messages, and those the server was asked for ahead, are ever in the client. */
        Flow.Publisher<JetStreamMessage> consume(ConsumerHandle consumer, Consumer<ConsumeSpec> spec);

        Flow.Publisher<StoredMessage> read(StreamHandle stream, Consumer<ReadSpec> spec);

        Flow.Publisher<Advisory> advisories();
    }

    interface StreamHandle {
        String name();

        StreamInfo info(Consumer<InfoSpec> spec);

        StreamHandle update(StreamConfig config);

        long purge(Consumer<PurgeSpec> spec);

        Optional<StoredMessage> message(long sequence);

        Optional<StoredMessage> last(String subject);

        Iterable<StoredMessage> read(Consumer<ReadSpec> spec);

        boolean delete(long sequence, boolean erase);

        ConsumerHandle ensureConsumer(ConsumerConfig config);

        ConsumerHandle consumer(String name);

        ConsumerHandle ordered(Consumer<OrderedSpec> spec);

        void deleteConsumer(String name);

        Iterable<ConsumerInfo> consumers();
    }

    interface AsyncStreamHandle {
        String name();

        CompletableFuture<StreamInfo> info(Consumer<InfoSpec> spec);

        CompletableFuture<AsyncStreamHandle> update(StreamConfig config);

        CompletableFuture<Long> purge(Consumer<PurgeSpec> spec);

        CompletableFuture<Optional<StoredMessage>> message(long sequence);

        CompletableFuture<Optional<StoredMessage>> last(String subject);

        Pages<StoredMessage> read(Consumer<ReadSpec> spec);

        CompletableFuture<Boolean> delete(long sequence, boolean erase);

        CompletableFuture<AsyncConsumerHandle> ensureConsumer(ConsumerConfig config);

        CompletableFuture<AsyncConsumerHandle> consumer(String name);

        CompletableFuture<AsyncConsumerHandle> ordered(Consumer<OrderedSpec> spec);

        CompletableFuture<Void> deleteConsumer(String name);

        Pages<ConsumerInfo> consumers();
    }

    interface ConsumerHandle {
        ConsumerInfo info();

        Optional<JetStreamMessage> next(Duration timeout);

        /** Ends by itself; says why. */
        Batch fetch(Consumer<FetchSpec> spec);

        /** Runs until stopped or drained; survives reconnects; dispatched as {@link Dispatch} says. */
        Consuming consume(JetStreamHandler handler, Consumer<ConsumeSpec> spec);

        /** Like {@link #consume}, for callers that take messages themselves. */
        Messages messages(Consumer<ConsumeSpec> spec);

        void pause(Instant until);

        void resume();

        void unpin(String group);

        AsyncConsumerHandle async();
    }

    interface AsyncConsumerHandle {
        CompletableFuture<ConsumerInfo> info();

        CompletableFuture<Optional<JetStreamMessage>> next(Duration timeout);

        CompletableFuture<List<JetStreamMessage>> fetch(Consumer<FetchSpec> spec);

        Consuming consume(JetStreamHandler handler, Consumer<ConsumeSpec> spec);

        AsyncMessages messages(Consumer<ConsumeSpec> spec);

        CompletableFuture<Void> pause(Instant until);

        CompletableFuture<Void> resume();

        CompletableFuture<Void> unpin(String group);
    }

    /** A core message with what JetStream knows of it; metadata is read from the reply subject's bytes when asked for. */
    interface JetStreamMessage extends Message {
        Metadata metadata();

        void ack();

        /** Waits until the server has confirmed the acknowledgement. */
        void ackSync(Duration timeout);

        CompletableFuture<Void> ackAsync();

        void nak();

        void nak(Duration delay);

        void working();

        void term(String reason);
    }

    interface JetStreamHandler {
        void onMessage(JetStreamMessage message) throws Exception;
    }

    interface Consuming extends AutoCloseable {
        void stop();

        boolean drain(Duration timeout);

        CompletableFuture<EndReason> ended();

        @Override
        void close();
    }

    interface Messages extends Consuming, Iterable<JetStreamMessage> {
        Optional<JetStreamMessage> next(Duration timeout);
    }

    interface AsyncMessages extends Consuming {
        CompletableFuture<Optional<JetStreamMessage>> next(Duration timeout);
    }

    interface Batch extends Iterable<JetStreamMessage>, AutoCloseable {
        Optional<EndReason> end();

        @Override
        void close();
    }

    /** Lists that come in pages: one at a time, nothing fetched that was not asked for. */
    interface Pages<T> {
        CompletableFuture<Optional<T>> next();

        CompletableFuture<List<T>> all();
    }

    interface AtomicBatch extends AutoCloseable {
        void add(OutgoingMessage message);

        PubAck commit();

        PubAck commit(OutgoingMessage last);

        /** Abandons it, unless committed. */
        @Override
        void close();
    }

    interface AsyncAtomicBatch {
        CompletableFuture<Void> add(OutgoingMessage message);

        CompletableFuture<PubAck> commit();

        CompletableFuture<PubAck> commit(OutgoingMessage last);

        void discard();
    }

    interface IngestPublisher extends AutoCloseable {
        /** Waits while the server's flow says so. */
        long add(OutgoingMessage message);

        PubAck commit();

        @Override
        void close();
    }

    interface AsyncIngestPublisher {
        CompletableFuture<Long> add(OutgoingMessage message);

        CompletableFuture<PubAck> commit();
    }

    interface Schedules {
        PubAck at(OutgoingMessage message, Instant when);

        PubAck every(OutgoingMessage message, Duration period);

        PubAck cron(OutgoingMessage message, String cron, Consumer<ScheduleSpec> spec);

        void cancel(String subject);
    }

    interface AsyncSchedules {
        CompletableFuture<PubAck> at(OutgoingMessage message, Instant when);

        CompletableFuture<PubAck> every(OutgoingMessage message, Duration period);

        CompletableFuture<PubAck> cron(OutgoingMessage message, String cron, Consumer<ScheduleSpec> spec);

        CompletableFuture<Void> cancel(String subject);
    }

    /** How to publish: message id, expectations, time to live, retries, window. */
    interface PublishSpec {
        PublishSpec messageId(String id);

        PublishSpec expectLastSequence(long sequence);

        PublishSpec expectLastSubjectSequence(long sequence);

        PublishSpec timeToLive(Duration ttl);

        PublishSpec timeout(Duration timeout);

        PublishSpec window(int unacknowledged);
    }

    /** How to consume: messages or bytes ahead, threshold, dispatch. */
    interface ConsumeSpec {
        ConsumeSpec ahead(int messages);

        ConsumeSpec aheadBytes(long bytes);

        ConsumeSpec dispatch(Dispatch dispatch);

        ConsumeSpec group(String name, Consumer<GroupSpec> spec);
    }

    /** How to read stored messages: direct, in batches, one or the last of many subjects, up to a point. */
    interface ReadSpec {
        ReadSpec from(long sequence);

        ReadSpec subjects(Collection<String> subjects);

        ReadSpec lastPerSubject();

        ReadSpec upToSequence(long sequence);
    }

    /** Stream, consumer and domain of a message, its sequences, its time, how many are left. */
    record Metadata(
            String stream,
            String consumer,
            Optional<String> domain,
            long streamSequence,
            long consumerSequence,
            long delivered,
            long pending,
            Instant time) {}

    interface PubAck {}

    interface StreamConfig {}

    interface StreamInfo {}

    interface StreamFilter {}

    interface ConsumerConfig {}

    interface ConsumerInfo {}

    interface AccountInfo {}

    interface StoredMessage {}

    interface Advisory {}

    interface EndReason {}

    interface BatchSpec {}

    interface IngestSpec {}

    interface ScheduleSpec {}

    interface InfoSpec {}

    interface PurgeSpec {}

    interface OrderedSpec {}

    interface FetchSpec {}

    interface GroupSpec {}
}
