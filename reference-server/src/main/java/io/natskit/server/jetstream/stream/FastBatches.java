// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.config.JetStreamLimitOptions;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fast batches (PB-09, ADR-50): a publisher sends without waiting, numbers its messages in their reply subjects, and is told from time to time how
 * far the stream has come. Confined to the stream's loop.
 */
final class FastBatches {
    private static final int ID_MAX = 64;
    private static final int PER_STREAM_MAX = 1000;
    private static final int SHARED_MESSAGES = 500;

    private final Stream stream;
    private final StreamHost host;
    private final Ingest ingest;
    private final Map<String, Batch> open = new HashMap<>();

    private static final class Batch {
        final boolean gapsAllowed;
        final int mostUnacknowledged;
        final LoopTimer timer;
        int step;
        long last;
        long acknowledged;
        long streamSequence;

        Batch(boolean gapsAllowed, int mostUnacknowledged, Runnable expired) {
            this.gapsAllowed = gapsAllowed;
            this.mostUnacknowledged = mostUnacknowledged;
            this.timer = new LoopTimer(expired);
        }
    }

    FastBatches(Stream stream, StreamHost host, Ingest ingest) {
        this.stream = stream;
        this.host = host;
        this.ingest = ingest;
    }

    void received(@Nullable FastBatchReply asked, LocalMessage message, Draft draft) {
        try {
            accept(asked, message, draft);
        } catch (ApiException e) {
            ingest.refuse(message, e.error());
        }
    }

    private void accept(@Nullable FastBatchReply asked, LocalMessage message, Draft draft) {
        ingest.checkBatch(draft);
        if (!stream.rules().config.allowBatchPublish()) {
            throw new ApiException(JetStreamError.BATCH_PUBLISH_DISABLED);
        }
        if (asked == null) {
            throw new ApiException(JetStreamError.BATCH_PUBLISH_INVALID_PATTERN);
        }
        if (asked.id().length() > ID_MAX) {
            throw new ApiException(JetStreamError.BATCH_PUBLISH_INVALID_BATCH_ID);
        }
        JetStreamLimitOptions limits = host.options().limits();
        Batch batch = open.get(asked.id());
        if (batch == null) {
            if (asked.sequence() != 1 || asked.ping()) {
                throw new ApiException(JetStreamError.BATCH_PUBLISH_UNKNOWN_BATCH_ID);
            }
            batch = begin(asked);
        }
        stream.loop().schedule(batch.timer, limits.batchTimeout().toNanos());
        if (asked.ping()) {
            ping(asked, message, batch);
            return;
        }
        if (!inOrder(asked, message, batch)) {
            return;
        }
        if (asked.endMarker()) {
            batch.last--;
            commit(asked.id(), batch, message);
            return;
        }
        if (asked.sequence() == 1 && !asked.commit()) {
            ingest.acknowledge(message, flow(0, batch.step));
        }
        store(asked, message, draft, batch);
    }

    private Batch begin(FastBatchReply asked) {
        if (open.size() >= PER_STREAM_MAX || !host.countFastBatches(1)) {
            throw new ApiException(JetStreamError.BATCH_PUBLISH_TOO_MANY_INFLIGHT);
        }
        Batch batch =
                new Batch(asked.gapsAllowed(), asked.flow(), stream.fence().around(() -> end(asked.id())));
        open.put(asked.id(), batch);
        batch.step = open.size() > 1 ? 1 : Math.min(batch.mostUnacknowledged, SHARED_MESSAGES);
        return batch;
    }

    private void ping(FastBatchReply asked, LocalMessage message, Batch batch) {
        if (asked.sequence() > batch.last) {
            ingest.acknowledge(message, gap(batch.last + 1, asked.sequence() + 1));
            if (!batch.gapsAllowed) {
                commit(asked.id(), batch, message);
                return;
            }
            batch.last = asked.sequence();
            if (acknowledge(message, batch)) {
                return;
            }
        }
        ingest.acknowledge(message, flow(batch.acknowledged, batch.step));
    }

    /** Whether the message is the next one, or may be taken for it; if not, the batch has ended. */
    private boolean inOrder(FastBatchReply asked, LocalMessage message, Batch batch) {
        batch.last++;
        if (batch.last == asked.sequence()) {
            return true;
        }
        ingest.acknowledge(message, gap(batch.last, asked.sequence()));
        if (batch.gapsAllowed && asked.sequence() > batch.last) {
            batch.last = asked.sequence();
            return true;
        }
        batch.last--;
        commit(asked.id(), batch, message);
        return false;
    }

    private void store(FastBatchReply asked, LocalMessage message, Draft draft, Batch batch) {
        draft.withoutReply();
        draft.headers(HeaderBlock.without(draft.headers(), HeaderNames.REQUIRED_API_LEVEL));
        try {
            ingest.checkAndStore(draft);
            batch.streamSequence = stream.store().lastSequence();
        } catch (PublishChecks.Duplicate duplicate) {
            if (batch.streamSequence == 0) {
                batch.streamSequence = duplicate.sequence;
            }
        } catch (ApiException e) {
            failed(asked, message, batch, e.error());
            return;
        }
        if (asked.commit()) {
            commit(asked.id(), batch, message);
        } else {
            acknowledge(message, batch);
        }
    }

    private void failed(FastBatchReply asked, LocalMessage message, Batch batch, ApiError error) {
        if (!batch.gapsAllowed && batch.last == 1) {
            end(asked.id());
            ingest.refuse(message, error);
            return;
        }
        JsonWriter json = new JsonWriter().field("type", "err").field("seq", asked.sequence());
        error.writeTo(json.begin("error"));
        ingest.acknowledge(message, json.end().toBytes());
        if (batch.gapsAllowed && !asked.commit()) {
            return;
        }
        batch.last--;
        commit(asked.id(), batch, message);
    }

    private void commit(String id, Batch batch, LocalMessage message) {
        end(id);
        ingest.acknowledge(message, stream.pubAcks().batch(batch.streamSequence, id, batch.last));
    }

    /** Tells how far the batch has come, if it is far enough from what was told last. */
    private boolean acknowledge(LocalMessage message, Batch batch) {
        if (batch.last < batch.acknowledged + batch.step) {
            return false;
        }
        batch.acknowledged += (batch.last - batch.acknowledged) / batch.step * batch.step;
        int most = Math.max(1, Math.min(batch.mostUnacknowledged, SHARED_MESSAGES / open.size()));
        if (batch.step < most) {
            batch.step = Math.min(most, batch.step * 2);
        } else if (batch.step > most) {
            batch.step = Math.max(most, batch.step / 2);
        }
        ingest.acknowledge(message, flow(batch.acknowledged, batch.step));
        return true;
    }

    private static byte[] flow(long sequence, int messages) {
        return new JsonWriter()
                .field("type", "ack")
                .field("seq", sequence)
                .field("msgs", messages)
                .toBytes();
    }

    private static byte[] gap(long expected, long came) {
        return new JsonWriter()
                .field("type", "gap")
                .field("last_seq", expected)
                .field("seq", came)
                .toBytes();
    }

    private void end(String id) {
        Batch batch = open.remove(id);
        if (batch != null) {
            stream.loop().cancel(batch.timer);
            host.countFastBatches(-1);
        }
    }

    /** Forgets all batches that have not committed. */
    void clear() {
        for (String id : List.copyOf(open.keySet())) {
            end(id);
        }
    }
}
