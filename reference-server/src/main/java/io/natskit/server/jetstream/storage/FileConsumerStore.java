// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a consumer in a {@linkplain ReplacedLog log} of records of 40 bytes ({@link ConsumerLog}), which begins with a snapshot; there is no file before
 * there is a change. A record with one flipped bit is put right; one that is damaged otherwise is passed over, since the next starts 40 bytes on. Confined to the owner's
 * thread, but for {@link Step#run()}.
 */
public final class FileConsumerStore implements ConsumerStore {
    private static final int RECORD = ConsumerLog.RECORD;
    private static final int SNAPSHOT_FLOOR = 50_000;

    private final Path folder;
    private final StoreEvents events;
    private final ReplacedLog log;
    private @Nullable ConsumerState recovered;
    private long startSequence;

    private int lastSettled = -1;
    private long deliveredConsumer;
    private long deliveredStream;
    private boolean positionTold = true;
    private long floorConsumer;
    private long floorStream;
    private boolean floorTold = true;
    private long snapshotRecords;

    /** The state in a folder that is not there yet. */
    FileConsumerStore(Disk disk, Path folder, StoreEvents events) {
        this.folder = folder;
        this.events = events;
        this.log = new ReplacedLog(disk, folder, "state", "consumer", events);
        startsAt(1);
    }

    /**
     * Opens the store in a folder; reads what is in it, however the last process ended.
     *
     * @param startSequence where the consumer began, if nothing is there
     * @throws StoreFailedException if the folder cannot be read
     */
    public static FileConsumerStore open(Disk disk, Path folder, long startSequence, StoreEvents events) {
        FileConsumerStore store = new FileConsumerStore(disk, folder, events);
        store.startsAt(startSequence);
        try {
            store.log.recover(store::read, null);
        } catch (IOException e) {
            store.log.closeFile();
            throw new StoreFailedException("cannot open the consumer in " + folder, e);
        }
        return store;
    }

    private int read(int number, byte[] bytes, int length) {
        ConsumerState state = new ConsumerState();
        int whole = ConsumerLog.replay(bytes, length, number, state, this::damaged);
        if (whole > 0) {
            recovered = state;
            deliveredConsumer = state.deliveredConsumerSequence();
            deliveredStream = state.deliveredStreamSequence();
            floorConsumer = state.floorConsumerSequence();
            floorStream = state.floorStreamSequence();
        }
        return whole;
    }

    private void damaged(long position, long ignored) {
        events.damaged(folder, "the record at byte " + position + " of a consumer's state is damaged and passed over");
    }

    @Override
    public void startsAt(long streamSequence) {
        startSequence = streamSequence;
        recovered = new ConsumerState().delivered(0, streamSequence - 1).floor(0, streamSequence - 1);
        deliveredStream = streamSequence - 1;
        floorStream = streamSequence - 1;
    }

    /** Where its files are. */
    Path folder() {
        return folder;
    }

    /** Where the consumer began. */
    long startSequence() {
        return startSequence;
    }

    @Override
    public ConsumerState recovered() {
        ConsumerState state = recovered;
        recovered = null;
        if (state == null) {
            throw new IllegalStateException("recovered state: given before (expected: asked for once)");
        }
        return state;
    }

    // ---- changes

    @Override
    public void delivered(
            long consumerSequence, long streamSequence, long deliveries, long timestampNanos, boolean pending) {
        deliveredConsumer = Math.max(deliveredConsumer, consumerSequence);
        deliveredStream = Math.max(deliveredStream, streamSequence);
        if (pending) {
            put(ConsumerLog.DELIVERED, 0, consumerSequence, streamSequence, deliveries, timestampNanos);
        } else {
            positionTold = false;
        }
    }

    @Override
    public void settled(long streamSequence) {
        if (lastSettled >= 0) {
            byte[] batch = log.bytes();
            int count = batch[lastSettled + 5];
            Bytes.putLong(batch, lastSettled + 8 + 8 * count, streamSequence);
            batch[lastSettled + 5]++;
            ConsumerLog.seal(batch, lastSettled, log.number());
            if (count == 3) {
                lastSettled = -1;
            }
            return;
        }
        lastSettled = put(ConsumerLog.SETTLED, 1, streamSequence, 0, 0, 0);
    }

    @Override
    public void exhausted(long streamSequence, int redeliveries) {
        put(ConsumerLog.EXHAUSTED, 0, streamSequence, redeliveries, 0, 0);
    }

    @Override
    public void ackFloor(long consumerSequence, long streamSequence) {
        floorConsumer = consumerSequence;
        floorStream = streamSequence;
        floorTold = false;
    }

    private int put(byte kind, int count, long a, long b, long c, long d) {
        if (log.number() == 0) {
            replace(new ConsumerState().delivered(0, startSequence - 1).floor(0, startSequence - 1), false);
        } else if (log.isEarlier()) {
            beginAnew();
        }
        lastSettled = -1;
        int at = log.reserve(RECORD);
        ConsumerLog.put(log.bytes(), at, kind, count, a, b, c, d, log.number());
        return at;
    }

    // the file says what was recovered, and nobody else keeps that
    private void beginAnew() {
        ConsumerState state = new ConsumerState();
        log.readAgain(
                (number, bytes, length) -> ConsumerLog.replay(bytes, length, number, state, (position, ignored) -> {}));
        if (log.failure() == null) {
            replace(state, false);
        }
    }

    @Override
    public boolean snapshotDue() {
        return log.length() / RECORD > Math.max(SNAPSHOT_FLOOR, snapshotRecords * 4) || log.failure() != null;
    }

    @Override
    public void replace(ConsumerState state) {
        replace(state, true);
        deliveredConsumer = state.deliveredConsumerSequence();
        deliveredStream = state.deliveredStreamSequence();
        floorConsumer = state.floorConsumerSequence();
        floorStream = state.floorStreamSequence();
    }

    private void replace(ConsumerState state, boolean all) {
        log.begin();
        int count = state.pending().size() + state.exhausted().size();
        put(ConsumerLog.BEGIN, 0, count, 0, 0, 0);
        put(
                ConsumerLog.POSITIONS,
                0,
                state.deliveredConsumerSequence(),
                state.deliveredStreamSequence(),
                state.floorConsumerSequence(),
                state.floorStreamSequence());
        for (Map.Entry<Long, ConsumerState.Pending> each : state.pending().entrySet()) {
            ConsumerState.Pending pending = each.getValue();
            put(
                    ConsumerLog.PENDING,
                    0,
                    pending.consumerSequence(),
                    each.getKey(),
                    pending.deliveries(),
                    pending.timestampNanos());
        }
        state.exhausted().forEach((sequence, times) -> put(ConsumerLog.EXHAUSTED, 0, sequence, times, 0, 0));
        put(ConsumerLog.END, 0, count, 0, 0, 0);
        snapshotRecords = log.length() / RECORD;
        if (all) {
            positionTold = true;
            floorTold = true;
        }
    }

    // ---- keeping

    @Override
    public void flush() {
        tell();
        log.flush();
    }

    // the last positions alone: those in between say nothing more
    private void tell() {
        if (log.failure() == null) {
            if (!positionTold) {
                put(ConsumerLog.POSITION, 0, deliveredConsumer, deliveredStream, 0, 0);
            }
            if (!floorTold) {
                put(ConsumerLog.FLOOR, 0, floorConsumer, floorStream, 0, 0);
            }
            positionTold = true;
            floorTold = true;
        }
        lastSettled = -1;
    }

    @Override
    public Step prepareSync() {
        tell();
        return log.prepareSync();
    }

    @Override
    public @Nullable StoreFailedException failure() {
        return log.failure();
    }

    @Override
    public void close() {
        tell();
        log.close();
    }

    @Override
    public void abandon() {
        log.abandon();
    }

    @Override
    public void discard() {
        log.closeFile();
    }
}
