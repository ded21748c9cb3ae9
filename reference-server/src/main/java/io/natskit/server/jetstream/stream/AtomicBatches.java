// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.config.JetStreamLimitOptions;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.JetStreamError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Atomic batches (PB-08, ADR-50): messages of one id wait until one of them commits; then all are checked, and all are stored or none. A batch that
 * idles is abandoned. Confined to the stream's loop.
 */
final class AtomicBatches {
    private static final byte[] NONE = {};
    private static final int ID_MAX = 64;
    private static final int API_LEVEL = 5;

    private final Stream stream;
    private final StreamHost host;
    private final Ingest ingest;
    private final Map<String, Batch> open = new HashMap<>();

    private static final class Batch {
        final List<LocalMessage> messages = new ArrayList<>();
        long last;
        final LoopTimer timer;

        Batch(Runnable expired) {
            timer = new LoopTimer(expired);
        }
    }

    AtomicBatches(Stream stream, StreamHost host, Ingest ingest) {
        this.stream = stream;
        this.host = host;
        this.ingest = ingest;
    }

    void received(String id, LocalMessage message, Draft draft) {
        try {
            accept(id, message, draft);
        } catch (ApiException e) {
            ingest.refuse(message, e.error());
        }
    }

    private void accept(String id, LocalMessage message, Draft draft) {
        StreamRules rules = stream.rules();
        JetStreamLimitOptions limits = host.options().limits();
        ingest.checkBatch(draft);
        if (!rules.config.allowAtomicPublish()) {
            throw new ApiException(JetStreamError.ATOMIC_PUBLISH_DISABLED);
        }
        if (id.length() > ID_MAX) {
            throw new ApiException(JetStreamError.ATOMIC_PUBLISH_INVALID_BATCH_ID);
        }
        String number = draft.header(HeaderNames.BATCH_SEQUENCE);
        long sequence = number == null ? -1 : Numbers.lenient(number);
        if (sequence < 0) {
            throw new ApiException(JetStreamError.ATOMIC_PUBLISH_MISSING_SEQ);
        }
        String commit = draft.header(HeaderNames.BATCH_COMMIT);
        boolean marker = "eob".equals(commit);
        long size = marker ? sequence - 1 : sequence;
        Batch batch = open.get(id);
        if (batch == null) {
            if (sequence != 1) {
                throw new ApiException(
                        size > limits.maxBatchMessages()
                                ? JetStreamError.ATOMIC_PUBLISH_TOO_LARGE_BATCH.with(limits.maxBatchMessages())
                                : JetStreamError.ATOMIC_PUBLISH_INCOMPLETE_BATCH.with());
            }
            batch = begin(id, limits);
        }
        if (commit != null && !marker && !commit.equals("1")) {
            end(id);
            throw new ApiException(JetStreamError.ATOMIC_PUBLISH_INVALID_BATCH_COMMIT);
        }
        String level = draft.header(HeaderNames.REQUIRED_API_LEVEL);
        if (level != null && !level.isEmpty() && !isSupported(level)) {
            abandon(id, "unsupported", JetStreamError.REQUIRED_API_LEVEL.with());
        }
        stream.loop().schedule(batch.timer, limits.batchTimeout().toNanos());
        batch.last++;
        if (batch.last != sequence || (sequence == 1 && marker)) {
            abandon(id, "incomplete", JetStreamError.ATOMIC_PUBLISH_INCOMPLETE_BATCH.with());
        }
        if (size > limits.maxBatchMessages()) {
            abandon(id, "large", JetStreamError.ATOMIC_PUBLISH_TOO_LARGE_BATCH.with(limits.maxBatchMessages()));
        }
        if (!marker) {
            batch.messages.add(message);
        }
        if (commit == null) {
            ingest.acknowledge(message, NONE);
            return;
        }
        end(id);
        commit(id, batch, message, marker);
    }

    private static boolean isSupported(String level) {
        try {
            return Integer.parseInt(level) <= API_LEVEL;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private Batch begin(String id, JetStreamLimitOptions limits) {
        if (open.size() >= limits.maxBatchInflightPerStream() || !host.countAtomicBatches(1)) {
            throw new ApiException(JetStreamError.ATOMIC_PUBLISH_TOO_MANY_INFLIGHT);
        }
        Batch batch = new Batch(stream.fence().around(() -> {
            end(id);
            host.batchAbandoned(stream.name(), id, "timeout");
        }));
        open.put(id, batch);
        return batch;
    }

    private void abandon(String id, String reason, ApiError error) {
        end(id);
        host.batchAbandoned(stream.name(), id, reason);
        throw new ApiException(error);
    }

    private void end(String id) {
        @Nullable Batch batch = open.remove(id);
        if (batch != null) {
            stream.loop().cancel(batch.timer);
            host.countAtomicBatches(-1);
        }
    }

    private void commit(String id, Batch batch, LocalMessage last, boolean marker) {
        MessageStore store = stream.store();
        BatchStage stage = new BatchStage(store, stream.dedupe().ids(), stream.rules());
        List<Draft> drafts = new ArrayList<>(batch.messages.size());
        for (LocalMessage one : batch.messages) {
            Draft draft = new Draft().of(one);
            draft.headers(HeaderBlock.without(draft.headers(), HeaderNames.REQUIRED_API_LEVEL));
            draft.inBatch(true);
            draft.withoutReply();
            ingest.stage(draft, stage);
            drafts.add(draft);
        }
        if (marker && !drafts.isEmpty()) {
            Draft final0 = drafts.get(drafts.size() - 1);
            final0.headers(HeaderBlock.with(final0.headers(), HeaderNames.BATCH_COMMIT, "1"));
        }
        for (Draft draft : drafts) {
            ingest.store(draft);
        }
        ingest.acknowledge(last, stream.pubAcks().batch(store.lastSequence(), id, drafts.size()));
    }

    /** Forgets all batches that have not committed. */
    void clear() {
        for (String id : List.copyOf(open.keySet())) {
            end(id);
        }
    }
}
