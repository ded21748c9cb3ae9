// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import org.jspecify.annotations.Nullable;

/** Keeps the message ids of a stream for as long as its rules say (PB-02), across starts too. Confined to the stream's loop. */
final class DedupeWindow {
    private final Stream stream;
    private final EventLoop loop;
    private final Dedupe ids = new Dedupe();
    private final LoopTimer timer;
    private final StoredMessage scratch = new StoredMessage();

    DedupeWindow(Stream stream, Fence fence) {
        this.stream = stream;
        loop = stream.loop();
        timer = new LoopTimer(fence.around(this::forget));
    }

    /** The ids that are remembered. */
    Dedupe ids() {
        return ids;
    }

    /** Reads the ids of what is stored; answers that of the last message, null if it has none. */
    @Nullable
    String rebuild() {
        ids.clear();
        StreamRules rules = stream.rules();
        if (rules.duplicateWindowNanos <= 0 || rules.mirror) {
            return null;
        }
        MessageStore store = stream.store();
        String lastId = null;
        long since = store.firstSince(stream.nowNanos() - rules.duplicateWindowNanos);
        for (long at = store.nextWithHeaders(since); at != 0; at = store.nextWithHeaders(at + 1)) {
            String id =
                    store.read(at, scratch) ? HeaderBlock.text(scratch.headers().toBytes(), HeaderNames.MSG_ID) : null;
            if (id != null && !id.isEmpty()) {
                ids.remember(id, at, scratch.timestampNanos());
                lastId = at == store.lastSequence() ? id : null;
            }
        }
        arm();
        return lastId;
    }

    /** Remembers the id of a message that is stored under a sequence. */
    void remember(String id, long sequence, long timestampNanos) {
        if (stream.rules().duplicateWindowNanos > 0) {
            ids.remember(id, sequence, timestampNanos);
            arm();
        }
    }

    /** Forgets the ids of messages above that sequence that were given up. */
    void forgetLost(long above) {
        ids.forgetLost(above, sequence -> stream.store().read(sequence, scratch));
    }

    /** Forgets what is older than the rules say now. */
    void forget() {
        stop();
        ids.forgetBefore(stream.nowNanos() - stream.rules().duplicateWindowNanos);
        arm();
    }

    void stop() {
        loop.cancel(timer);
    }

    private void arm() {
        Long oldest = ids.oldestNanos();
        if (oldest != null && !timer.isScheduled()) {
            loop.schedule(timer, Math.max(0, oldest + stream.rules().duplicateWindowNanos - stream.nowNanos()));
        }
    }
}
