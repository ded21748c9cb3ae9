// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.subject.SubjectTransform;
import io.natskit.server.tracing.MessageTrace;
import io.natskit.server.tracing.TraceHeaders;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import org.jspecify.annotations.Nullable;

/**
 * The way of a published message into its stream: checks, the store, what follows from it, and the answer. Takes the inbox in batches: the
 * stream commits once for all of a batch. Confined to the stream's loop.
 */
final class Ingest implements LocalInbox.Handler {
    private static final byte[] TOO_MANY = HeaderNames.bytes("NATS/1.0 429 Too Many Requests\r\n\r\n");
    private static final byte[] NONE = {};

    private final Stream stream;
    private final StreamHost host;
    private final MessageStore store;
    private final PublishChecks checks;
    private final Draft draft = new Draft();

    private final Schedules schedules;
    private final AtomicBatches atomic;
    private final FastBatches fast;

    private @Nullable SubjectTransform transform;
    private @Nullable Republisher republisher;
    private @Nullable String lastMsgId;

    Ingest(Stream stream, StreamHost host, Counters counters) {
        this.stream = stream;
        this.host = host;
        this.store = stream.store();
        this.schedules = new Schedules(stream);
        this.atomic = new AtomicBatches(stream, host, this);
        this.fast = new FastBatches(stream, host, this);
        this.checks =
                new PublishChecks(store, stream.dedupe().ids(), counters, new ScheduleChecks(store, stream::nowNanos));
    }

    void lastMsgId(@Nullable String id) {
        lastMsgId = id;
    }

    /** What a restart has to find again in the store. */
    void recover() {
        become(stream.config());
        dropTornBatch();
        schedules.recover();
    }

    /** The configuration changed. */
    void configured(StreamConfig before, StreamConfig after) {
        become(after);
        if (!after.allowAtomicPublish()) {
            atomic.clear();
        }
        if (!after.allowBatchPublish()) {
            fast.clear();
        }
        if (before.allowMessageSchedules() != after.allowMessageSchedules()) {
            schedules.recover();
        }
    }

    /** A batch whose end did not reach the disk is none: what did is removed, from the last message backwards. */
    private void dropTornBatch() {
        StoredMessage message = new StoredMessage();
        String torn = null;
        long sequence = store.lastSequence();
        while (sequence > 0 && store.read(sequence, message)) {
            byte[] headers = message.headers().toBytes();
            String batch = HeaderBlock.text(headers, HeaderNames.BATCH_ID);
            boolean ended = HeaderBlock.text(headers, HeaderNames.BATCH_COMMIT) != null;
            if (batch == null || ended || (torn != null && !torn.equals(batch))) {
                return;
            }
            torn = batch;
            stream.changes().propose(new Command.Delete(sequence, false));
            sequence--;
        }
    }

    private void become(StreamConfig config) {
        transform = config.subjectTransform()
                .map(one -> SubjectTransform.of(one.source(), one.destination()))
                .orElse(null);
        republisher =
                config.republish().map(one -> new Republisher(stream, one)).orElse(null);
    }

    void close() {
        atomic.clear();
        fast.clear();
        schedules.clear();
    }

    @Override
    public void received(LocalMessage message) {
        if (stream.isOpen()) {
            stream.fence().run(() -> take(message));
        }
        // it was so before, or is since this message
        if (stream.isOffline() && message.replyLength() > 0) {
            stream.refuseOffline(message.replyBytes());
        }
    }

    private void take(LocalMessage message) {
        if (message.isRefused()) {
            refused(message);
            return;
        }
        draft.of(message);
        MessageTrace trace = message.trace();
        if (trace == null) {
            dispatch(message);
        } else {
            takeTraced(message, trace);
        }
    }

    /** A message whose way is traced is stored as one that asks for no trace: it is not to begin another one when it is delivered. */
    private void takeTraced(LocalMessage message, MessageTrace trace) {
        try {
            draft.trace(trace);
            if (trace.isOnly()) {
                process(draft); // alone, even if it says that it belongs to a batch
            } else {
                draft.headers(HeaderBlock.set(draft.headers(), HeaderNames.TRACE_DESTINATION, TraceHeaders.DISABLED));
                dispatch(message);
            }
        } finally {
            trace.done();
        }
    }

    private void dispatch(LocalMessage message) {
        if (message.replyLength() > 0
                && FastBatchReply.isOne(message.bytes(), message.reply(), message.replyLength())) {
            fast.received(FastBatchReply.of(message.replyText()), message, draft);
            return;
        }
        String batch = draft.header(HeaderNames.BATCH_ID);
        if (batch != null && !batch.isEmpty()) {
            atomic.received(batch, message, draft);
            return;
        }
        process(draft);
    }

    // ---- for batches

    /** What is checked of each message of a batch before anything else. Throws {@link ApiException}. */
    void checkBatch(Draft one) {
        StreamRules rules = stream.rules();
        if (rules.sealed) {
            throw new ApiException(JetStreamError.STREAM_SEALED);
        }
        StoredMessage message = one.stored();
        RuntimeException full = host.refusal(
                rules.config.storage(),
                store.sizeOf(
                        message.subject().length(),
                        message.headers().length(),
                        message.payload().length()));
        if (full instanceof ApiException refusal) {
            throw refusal;
        }
        PublishChecks.checkSize(rules, one);
    }

    /** Checks a message of an atomic batch without storing it. Throws {@link ApiException}. */
    void stage(Draft one, BatchStage stage) {
        one.headers(HeaderBlock.without(one.headers(), HeaderNames.CLIENT_INFO));
        checkIntake();
        transform(one);
        stage.check(one);
        checks.check(stream.rules(), one, lastMsgId);
        ttl(stream.rules(), one);
        stage.add(one);
    }

    /** Stores a message that was checked. */
    void store(Draft one) {
        if (stream.rules().counters) {
            checks.raise(stream.rules(), one);
        }
        admit(one);
    }

    /** Checks and stores a message of a fast batch. Throws {@link ApiException} and {@link PublishChecks.Duplicate}. */
    void checkAndStore(Draft one) {
        one.headers(HeaderBlock.without(one.headers(), HeaderNames.CLIENT_INFO));
        try {
            checkIntake();
            transform(one);
            checks.check(stream.rules(), one, lastMsgId);
            admit(one);
        } catch (StoreFailedException e) {
            throw new ApiException(storeFailed(e));
        }
    }

    private static ApiError storeFailed(StoreFailedException cause) {
        return JetStreamError.STREAM_STORE_FAILED.with(String.valueOf(cause.getMessage()));
    }

    /** Answers once all that was stored so far is committed. */
    void acknowledge(LocalMessage message, byte[] payload) {
        if (stream.rules().answers && message.replyLength() > 0) {
            stream.acks().add(stream.changes().proposed(), message.replyBytes(), NONE, payload);
        }
    }

    /** Answers with an error. */
    void refuse(LocalMessage message, ApiError error) {
        if (stream.rules().answers && message.replyLength() > 0) {
            answerLater(message.replyBytes(), NONE, stream.pubAcks().error(error));
        }
    }

    @Override
    public void batchEnded() {
        stream.changes().batchEnded();
    }

    private void refused(LocalMessage message) {
        if (message.replyLength() > 0) {
            answerLater(
                    message.replyBytes(),
                    TOO_MANY,
                    stream.pubAcks().error(JetStreamError.STREAM_TOO_MANY_REQUESTS.with()));
        }
    }

    private void answerLater(byte[] reply, byte[] header, byte[] payload) {
        stream.acks().refuse(stream.changes().proposed(), reply, header, payload);
    }

    /** Puts in a message of the server's own. */
    void put(byte[] subject, byte[] header, byte[] payload) {
        process(new Draft().of(subject, header, payload, true));
    }

    /** Takes in what was read from another stream. Throws {@link ApiException}, {@link StoreFailedException}; false for a duplicate. */
    boolean copyIn(byte[] subject, byte[] header, ByteRange payload, long sequence, long timestampNanos) {
        try {
            take(draft.of(subject, header, payload, sequence, timestampNanos));
            return true;
        } catch (PublishChecks.Duplicate duplicate) {
            return false;
        }
    }

    private void take(Draft one) {
        one.headers(HeaderBlock.without(one.headers(), HeaderNames.CLIENT_INFO));
        checkIntake();
        transform(one);
        checks.check(stream.rules(), one, lastMsgId);
        admit(one);
    }

    /** Takes a message in, or answers why not. */
    void process(Draft one) {
        try {
            take(one);
        } catch (PublishChecks.Duplicate duplicate) {
            note(one, "msgid is duplicate");
            answer(one, stream.pubAcks().duplicate(duplicate.sequence));
        } catch (ApiException e) {
            note(one, e.error().description());
            refuse(one, stream.pubAcks().error(e.error()));
        } catch (StoreFailedException e) {
            note(one, String.valueOf(e.getMessage()));
            if (stream.rules().answers && one.hasReply()) {
                stream.acks().refuseNow(one.reply(), stream.pubAcks().error(storeFailed(e)));
            }
        }
    }

    private static void note(Draft one, String problem) {
        MessageTrace trace = one.trace();
        if (trace != null) {
            trace.refused(problem);
        }
    }

    private void transform(Draft one) {
        SubjectTransform own = transform;
        if (own != null) {
            ByteRange subject = one.stored().subject();
            byte[] changed = own.match(subject.array(), subject.offset(), subject.length());
            if (changed != null) {
                subject.set(changed);
            }
        }
    }

    /** A store that failed takes nothing in; there may be room again by now. */
    private void checkIntake() {
        StoreFailedException failure = store.failure();
        if (failure != null && !store.resume()) {
            throw failure;
        }
    }

    private void admit(Draft one) {
        StreamRules rules = stream.rules();
        StoredMessage message = one.stored();
        ByteRange subject = message.subject();
        boolean unwanted = rules.retention == RetentionPolicy.INTEREST
                && !stream.consumerSet().want(subject.array(), subject.offset(), subject.length());
        MessageTrace trace = one.trace();
        if (trace != null) {
            trace.stored(one.subject(), unwanted);
            if (trace.isOnly()) {
                return;
            }
        }
        if (unwanted) {
            skip(one);
            return;
        }
        RuntimeException full = host.refusal(
                rules.config.storage(),
                store.sizeOf(
                        subject.length(),
                        message.headers().length(),
                        message.payload().length()));
        if (full != null) {
            throw full;
        }
        long ttl = ttl(rules, one);
        String refusal = stream.limits().refusal(rules, message, one.rollsUpSubject() || one.rollsUpAll());
        if (refusal != null) {
            throw new ApiException(JetStreamError.STREAM_STORE_FAILED.with(refusal));
        }
        long now = one.timestampNanos() > 0 ? one.timestampNanos() : stream.timestamp();
        message.timestampNanos(now);
        message.expiresNanos(ttl > 0 ? now + ttl * 1_000_000_000 : StoredMessage.NEVER);
        Republisher again = republisher;
        byte[] target = again == null ? null : again.target(message);
        long before = target == null ? 0 : store.lastOf(subject.array(), subject.offset(), subject.length());
        stream.changes().propose(new Command.Store(message, one.sequence()));
        long sequence = store.lastSequence();
        stored(one, sequence, now);
        if (again != null && target != null) {
            again.send(target, message, sequence, before);
        }
    }

    private static long ttl(StreamRules rules, Draft one) {
        String text = one.header(HeaderNames.TTL);
        if (text == null || text.isEmpty()) {
            return 0;
        }
        long seconds = MessageTtl.seconds(text);
        if (!rules.ttl) {
            // copied from a stream that has TTLs; here it is a header like any other
            return 0;
        }
        long least = rules.markerTtlNanos / 1_000_000_000;
        if (seconds > 0 && least > seconds && rules.maxPerSubject != 1) {
            one.headers(HeaderBlock.with(
                    HeaderBlock.without(one.headers(), HeaderNames.TTL), HeaderNames.TTL, Long.toString(least)));
            return least;
        }
        return seconds;
    }

    private void stored(Draft one, long sequence, long timestampNanos) {
        lastMsgId = one.msgId();
        if (lastMsgId != null) {
            stream.dedupe().remember(lastMsgId, sequence, timestampNanos);
        }
        rollUp(one, 1);
        if (stream.rules().schedules) {
            schedules.stored(one.subject(), one.headers(), sequence, timestampNanos);
        }
        if (one.counterValue() != null) {
            answer(one, stream.pubAcks().counter(sequence, one.counterValue()));
        } else {
            answer(one, stream.pubAcks().stored(sequence));
        }
    }

    /** Nobody would have it: it is acknowledged and gone, and its sequence with it (PB-12). */
    private void skip(Draft one) {
        long now = stream.timestamp();
        stream.changes().propose(new Command.Skip(store.lastSequence() + 2, now));
        long sequence = store.lastSequence();
        lastMsgId = one.msgId();
        if (lastMsgId != null) {
            stream.dedupe().remember(lastMsgId, sequence, now);
        }
        rollUp(one, 0);
        answer(one, stream.pubAcks().stored(sequence));
    }

    private void rollUp(Draft one, long keep) {
        if (!stream.rules().rollupAllowed) {
            return;
        }
        if (one.rollsUpSubject()) {
            stream.changes().propose(new Command.Purge(SubjectFilter.of(one.subject()), 0, keep));
        } else if (one.rollsUpAll()) {
            stream.changes().propose(new Command.Purge(SubjectFilter.ALL, 0, keep));
        }
        String scheduler = ScheduleChecks.PURGE.equals(one.header(HeaderNames.SCHEDULE_NEXT))
                ? one.header(HeaderNames.SCHEDULER)
                : null;
        if (scheduler != null && !scheduler.isEmpty()) {
            stream.changes().propose(new Command.Purge(SubjectFilter.of(scheduler), 0, 0));
            schedules.ended(scheduler);
        }
    }

    private void answer(Draft one, byte[] payload) {
        if (stream.rules().answers && one.hasReply()) {
            stream.acks().add(stream.changes().proposed(), one.reply(), NONE, payload);
        }
    }

    private void refuse(Draft one, byte[] payload) {
        if (stream.rules().answers && one.hasReply()) {
            answerLater(one.reply(), NONE, payload);
        }
    }
}
