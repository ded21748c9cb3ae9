// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a consumer in a log of records of 40 bytes ({@link ConsumerLog}). A log starts with a snapshot; a new
 * snapshot is a new log, and the old one goes when the new one is durable. A record with one flipped bit is put right; one that is damaged
 * otherwise is passed over, since the next starts 40 bytes on. Confined to the owner's thread, but for {@link Step#run()}.
 */
public final class FileConsumerStore implements ConsumerStore {
    private static final int RECORD = ConsumerLog.RECORD;
    private static final int SNAPSHOT_FLOOR = 50_000;

    private final Disk disk;
    private final Path folder;
    private final StoreEvents events;
    private @Nullable ConsumerState recovered;
    private int generation;
    private @Nullable DiskFile file;
    private final List<Path> outdated = new ArrayList<>();

    // records that wait for the flush
    private byte[] batch = new byte[RECORD * 16];
    private int batched;
    private int lastSettled = -1;
    private long deliveredConsumer;
    private long deliveredStream;
    private boolean positionTold = true;
    private long floorConsumer;
    private long floorStream;
    private boolean floorTold = true;

    private long written;
    private long records;
    private long snapshotRecords;
    private boolean dirty;
    private boolean namesChanged;
    private boolean syncing;
    private @Nullable StoreFailedException failure;

    private FileConsumerStore(Disk disk, Path folder, StoreEvents events) {
        this.disk = disk;
        this.folder = folder;
        this.events = events;
    }

    /**
     * Opens the store in a folder, which is made if it is not there; reads what is in it, however the last process ended.
     *
     * @throws StoreFailedException if the folder cannot be read
     */
    public static FileConsumerStore open(Disk disk, Path folder, StoreEvents events) {
        FileConsumerStore store = new FileConsumerStore(disk, folder, events);
        try {
            disk.createFolders(folder);
            store.recover();
        } catch (IOException e) {
            store.closeFile();
            throw new StoreFailedException("cannot open the consumer in " + folder, e);
        }
        return store;
    }

    // ---- recovery

    private void recover() throws IOException {
        List<Integer> generations = new ArrayList<>();
        for (String name : disk.list(folder)) {
            int number = generationOf(name);
            if (number > 0) {
                generations.add(0, number);
            }
        }
        generations.sort((a, b) -> b - a);
        ConsumerState state = null;
        for (int number : generations) {
            if (state != null) {
                outdated.add(path(number));
                continue;
            }
            state = read(number);
            if (state == null) {
                // its snapshot did not get to the end, so the one before it holds; but nothing is thrown away on a
                // guess
                disk.rename(path(number), path(number).resolveSibling("state-" + number + ".damaged"));
            } else {
                generation = number;
            }
        }
        recovered = state == null ? new ConsumerState() : state;
        deliveredConsumer = recovered.deliveredConsumerSequence();
        deliveredStream = recovered.deliveredStreamSequence();
        floorConsumer = recovered.floorConsumerSequence();
        floorStream = recovered.floorStreamSequence();
    }

    private @Nullable ConsumerState read(int number) throws IOException {
        DiskFile log = disk.open(path(number));
        byte[] bytes = new byte[(int) Math.min(log.length(), Integer.MAX_VALUE - 16)];
        int length = log.read(0, bytes, 0, bytes.length);
        ConsumerState state = new ConsumerState();
        int whole = ConsumerLog.replay(bytes, length, number, state, this::damaged);
        if (whole == 0) {
            log.close();
            return null;
        }
        file = log;
        written = whole;
        records = whole / RECORD;
        dirty = true;
        if (whole < length) {
            log.truncate(whole);
        }
        return state;
    }

    private void damaged(long position, long ignored) {
        events.damaged(folder, "the record at byte " + position + " of a consumer's state is damaged and passed over");
    }

    private static int generationOf(String name) {
        if (!name.startsWith("state-") || !name.endsWith(".log") || name.length() > 19) {
            return -1;
        }
        int number = 0;
        for (int i = 6; i < name.length() - 4; i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private Path path(int number) {
        return folder.resolve("state-" + number + ".log");
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
            int count = batch[lastSettled + 5];
            Bytes.putLong(batch, lastSettled + 8 + 8 * count, streamSequence);
            batch[lastSettled + 5]++;
            ConsumerLog.seal(batch, lastSettled, generation);
            if (count == 3) {
                lastSettled = -1;
            }
            return;
        }
        int at = batched;
        put(ConsumerLog.SETTLED, 1, streamSequence, 0, 0, 0);
        lastSettled = at;
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

    private void put(byte kind, int count, long a, long b, long c, long d) {
        lastSettled = -1;
        if (batched + RECORD > batch.length) {
            batch = Arrays.copyOf(batch, batch.length * 2);
        }
        ConsumerLog.put(batch, batched, kind, count, a, b, c, d, Math.max(1, generation));
        batched += RECORD;
    }

    @Override
    public boolean snapshotDue() {
        return records > Math.max(SNAPSHOT_FLOOR, snapshotRecords * 4) || failure != null;
    }

    @Override
    public void replace(ConsumerState state) {
        if (generation > 0) {
            outdated.add(path(generation));
        }
        closeFile();
        generation++;
        batched = 0;
        written = 0;
        records = 0;
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
        snapshotRecords = batched / RECORD;
        deliveredConsumer = state.deliveredConsumerSequence();
        deliveredStream = state.deliveredStreamSequence();
        floorConsumer = state.floorConsumerSequence();
        floorStream = state.floorStreamSequence();
        positionTold = true;
        floorTold = true;
        failure = null;
    }

    // ---- keeping

    @Override
    public void flush() {
        StoreFailedException failed = failure;
        if (failed != null) {
            throw failed;
        }
        if (!positionTold) {
            put(ConsumerLog.POSITION, 0, deliveredConsumer, deliveredStream, 0, 0);
        }
        if (!floorTold) {
            put(ConsumerLog.FLOOR, 0, floorConsumer, floorStream, 0, 0);
        }
        positionTold = true;
        floorTold = true;
        lastSettled = -1;
        if (batched == 0) {
            return;
        }
        try {
            DiskFile log = log();
            log.write(written, batch, 0, batched);
        } catch (IOException e) {
            throw fail("cannot write to the consumer in " + folder, e);
        }
        written += batched;
        records += batched / RECORD;
        batched = 0;
        dirty = true;
        if (batch.length > 1 << 20) {
            batch = new byte[RECORD * 16];
        }
    }

    private DiskFile log() throws IOException {
        DiskFile log = file;
        if (log == null) {
            if (generation == 0) {
                startFirst();
            }
            log = disk.open(path(generation));
            log.truncate(0);
            file = log;
            namesChanged = true;
        }
        return log;
    }

    // the first log begins with an empty snapshot, before what waits already
    private void startFirst() {
        generation = 1;
        byte[] waiting = Arrays.copyOf(batch, batched);
        batched = 0;
        put(ConsumerLog.BEGIN, 0, 0, 0, 0, 0);
        put(ConsumerLog.POSITIONS, 0, 0, 0, 0, 0);
        put(ConsumerLog.END, 0, 0, 0, 0, 0);
        int needed = batched + waiting.length;
        if (needed > batch.length) {
            batch = Arrays.copyOf(batch, needed);
        }
        System.arraycopy(waiting, 0, batch, batched, waiting.length);
        batched = needed;
    }

    private StoreFailedException fail(String what, IOException e) {
        StoreFailedException failed = new StoreFailedException(what, e);
        failure = failed;
        return failed;
    }

    @Override
    public Step prepareSync() {
        if (syncing) {
            throw new IllegalStateException("a sync is under way (expected: finished)");
        }
        flush();
        syncing = true;
        Sync sync = new Sync(dirty ? path(generation) : null, namesChanged, List.copyOf(outdated));
        outdated.clear();
        dirty = false;
        namesChanged = false;
        return sync;
    }

    @Override
    public @Nullable StoreFailedException failure() {
        return failure;
    }

    @Override
    public void close() {
        try {
            if (failure == null && !syncing) {
                Step sync = prepareSync();
                sync.run();
                sync.finish();
            }
        } catch (StoreFailedException e) {
            events.damaged(folder, "closed without a sync: " + e.getMessage());
        } finally {
            closeFile();
        }
    }

    @Override
    public void abandon() {
        try {
            DiskFile open = file;
            if (open != null && failure == null) {
                open.sync();
            }
        } catch (IOException e) {
            events.damaged(folder, "abandoned without a sync: " + e.getMessage());
        } finally {
            closeFile();
        }
    }

    private void closeFile() {
        DiskFile open = file;
        if (open != null) {
            open.close();
        }
        file = null;
    }

    private final class Sync implements Step {
        private final @Nullable Path log;
        private final boolean names;
        private final List<Path> old;
        private @Nullable IOException problem;

        Sync(@Nullable Path log, boolean names, List<Path> old) {
            this.log = log;
            this.names = names;
            this.old = old;
        }

        @Override
        public void run() {
            try {
                if (log != null) {
                    try (DiskFile own = disk.open(log)) {
                        own.sync();
                    }
                }
                if (names) {
                    disk.syncFolder(folder);
                }
                for (Path each : old) {
                    disk.delete(each);
                }
            } catch (IOException e) {
                problem = e;
            }
        }

        @Override
        public void finish() {
            syncing = false;
            IOException went = problem;
            if (went != null) {
                outdated.addAll(old);
                throw fail("cannot sync the consumer in " + folder, went);
            }
        }
    }
}
