// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import io.natskit.server.archive.ArchiveWriter;
import io.natskit.server.jetstream.consumer.ConsumerActor;
import io.natskit.server.jetstream.consumer.Consumers;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.s2.S2Encoder;
import io.natskit.wire.jetstream.ConsumerConfig;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the archive of a stream, a little at a time: its state, its consumers, the messages up to the last one that there was at the beginning. What is published meanwhile is
 * left out, what is removed meanwhile too. Keeps what is compressed and not yet taken. Confined to the stream's loop.
 */
final class SnapshotSource {
    private final Stream stream;
    private final byte[] state;
    private final long timeNanos;
    private final long lastSequence;
    private final int lostBefore;
    private final ArrayDeque<ConsumerActor> consumers = new ArrayDeque<>();
    private final StoredMessage message = new StoredMessage();
    private final S2Encoder compressed = new S2Encoder(this::keep);
    private final ArchiveWriter archive = new ArchiveWriter(compressed::write);

    private byte[] kept = new byte[128 * 1024];
    private int from;
    private int to;
    private long sequence;
    private boolean stateWritten;
    private boolean complete;

    /** An archive of what {@code stream} holds now; {@code state} describes that. */
    SnapshotSource(Stream stream, byte[] state, boolean withConsumers) {
        this.stream = stream;
        this.state = state;
        this.timeNanos = stream.nowNanos();
        MessageStore store = stream.store();
        this.sequence = Math.max(1, store.firstSequence());
        this.lastSequence = store.lastSequence();
        this.lostBefore = store.lost().sequences().size();
        if (withConsumers) {
            consumers.addAll(Consumers.shown(stream));
        }
    }

    /**
     * Works until {@code wanted} bytes are there, the archive is complete, or some {@code inputMax} bytes were read. Throws {@link IllegalStateException} if a message turned out
     * to be damaged: a backup must not miss it without a word.
     */
    void work(int wanted, long inputMax) {
        long input = 0;
        while (!complete && available() < wanted && input < inputMax) {
            input += step();
        }
    }

    /** Bytes that wait to be taken. */
    int available() {
        return to - from;
    }

    /** Whether nothing more will come than what is available. */
    boolean isComplete() {
        return complete;
    }

    /** Takes so many of the available bytes. */
    byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(kept, from, from + count);
        from += count;
        if (from == to) {
            from = 0;
            to = 0;
        }
        return taken;
    }

    private long step() {
        if (!stateWritten) {
            stateWritten = true;
            archive.file("state.json", timeNanos, state);
            return state.length;
        }
        @Nullable ConsumerActor consumer = consumers.pollFirst();
        if (consumer != null) {
            ConsumerConfig config =
                    consumer.config().toBuilder().name(consumer.name()).build();
            byte[] json = new ConsumerEntry(config, consumer.state()).toJson(lastSequence);
            archive.file("consumers/" + consumer.name(), timeNanos, json);
            return json.length;
        }
        return message();
    }

    private long message() {
        MessageStore store = stream.store();
        long next = sequence > lastSequence ? 0 : store.next(SubjectFilter.ALL, sequence);
        if (next == 0 || next > lastSequence) {
            if (store.lost().sequences().size() > lostBefore) {
                throw new IllegalStateException("damaged messages, see the state of stream '" + stream.name() + "'");
            }
            archive.finish();
            compressed.finish();
            complete = true;
            return 0;
        }
        sequence = next + 1;
        if (!store.read(next, message)) {
            return 1;
        }
        byte[] payload = message.payload().toBytes();
        byte[] headers = message.headers().toBytes();
        archive.entry(message.subject().toBytes(), message.timestampNanos(), next, headers, payload);
        return payload.length + headers.length + 64L;
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (kept.length - to < length) {
            int waiting = available();
            byte[] into = kept.length - waiting < length ? new byte[Math.max(2 * kept.length, waiting + length)] : kept;
            System.arraycopy(kept, from, into, 0, waiting);
            kept = into;
            from = 0;
            to = waiting;
        }
        System.arraycopy(bytes, offset, kept, to, length);
        to += length;
    }
}
