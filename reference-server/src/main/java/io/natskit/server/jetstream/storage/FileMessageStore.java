// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages in files: append-only blocks (ADR 0007). What is in memory is the index alone and the end of the newest block. Confined to the
 * owner's thread, but for {@link Step#run()}.
 */
public final class FileMessageStore extends IndexedStore {
    private static final SecureRandom SALTS = new SecureRandom();

    final Disk disk;
    final Path folder;
    final StoreEvents events;
    final Blocks blocks;
    private final BlockReader reader = new BlockReader();
    final LostTable lost = new LostTable();
    private StoreOptions options;
    private final BlockWriter writer = new BlockWriter(this);
    private final WriteFailure failure = new WriteFailure(this, writer);
    private final Upkeep upkeep = new Upkeep(this);

    // what is not durable yet
    private boolean namesChanged;
    private final List<FileSync.Erase> erases = new ArrayList<>();
    private final List<Block> leftovers = new ArrayList<>();
    private final List<Block> unsettled = new ArrayList<>();
    private boolean syncing;
    // since the first sync after the start, a full block that is durable has none behind it that is not
    private boolean oldBlocksAreDurable;
    // it was closed, and nothing is damaged or lost
    private boolean closedWhole;

    private FileMessageStore(Disk disk, Path folder, StoreOptions options, StoreEvents events) {
        this.disk = disk;
        this.folder = folder;
        this.options = options;
        this.events = events;
        blocks = new Blocks(disk);
    }

    /**
     * Opens the store in a folder, which is made if it is not there; reads what is in it, however the last process ended.
     *
     * @throws StoreFailedException if the folder cannot be read; damage alone never fails
     */
    public static FileMessageStore open(Disk disk, Path folder, StoreOptions options, StoreEvents events) {
        FileMessageStore store = new FileMessageStore(disk, folder, options, events);
        try {
            disk.createFolders(folder);
            new Recovery(store).run();
        } catch (IOException e) {
            store.blocks.close();
            throw new StoreFailedException("cannot open the store in " + folder, e);
        }
        return store;
    }

    // ---- taking in

    @Override
    public long sizeOf(int subjectLength, int headersLength, int payloadLength) {
        return 30L + subjectLength + (headersLength == 0 ? 0 : 4 + headersLength) + payloadLength;
    }

    @Override
    protected void checkIntake() {
        StoreFailedException failed = failure.current();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    protected long store(long sequence, StoredMessage message) {
        try {
            return writer.put(sequence, message);
        } catch (IOException e) {
            throw failure.ofWrite(e);
        }
    }

    @Override
    protected void skipped(long from, long last) {
        writer.removed(from, last);
        writer.stateChanged();
    }

    // ---- reading

    @Override
    protected boolean load(long sequence, long place, int size, StoredMessage into) {
        Block block = blocks.get((int) (place >>> 32));
        int position = (int) place;
        int at = writer.find(block, position);
        if (at >= 0) {
            return BlockFormat.view(writer.found(), at, into);
        }
        boolean whole = false;
        try {
            BlockContent content = blocks.content(block);
            // the size says how long the record is, but for an expiry
            int length = size + 2;
            at = reader.require(block, content, position, length);
            if (at >= 0 && BlockFormat.headFits(reader.bytes, at, block.salt)) {
                length = BlockFormat.lengthAt(reader.bytes, at);
                at = reader.require(block, content, position, length);
                whole = at >= 0 && fits(reader.bytes, at, sequence, size) && BlockFormat.view(reader.bytes, at, into);
            } else if (at >= 0) {
                whole = loadRepaired(block, content, position, sequence, size, into);
            }
        } catch (IOException e) {
            throw new StoreFailedException("cannot read " + block.path, e);
        }
        if (!whole) {
            lose(sequence, size, block, position);
        }
        return whole;
    }

    @Override
    public long nextWithHeaders(long from) {
        SequenceTable sequences = index.sequences();
        long at = sequences.next(from);
        while (at != 0 && !blocks.get((int) (sequences.place(at) >>> 32)).withHeaders) {
            at = sequences.next(at + 1);
        }
        return at;
    }

    private boolean loadRepaired(
            Block block, BlockContent content, int position, long sequence, int size, StoredMessage into)
            throws IOException {
        int at = reader.require(block, content, position, Math.min(size + 10, block.end - position));
        return at >= 0
                && BlockFormat.repairHead(reader.bytes, at, block.salt)
                && BlockFormat.lengthAt(reader.bytes, at) <= size + 10
                && fits(reader.bytes, at, sequence, size)
                && BlockFormat.view(reader.bytes, at, into);
    }

    private static boolean fits(byte[] bytes, int at, long sequence, int size) {
        return BlockFormat.kindAt(bytes, at) == BlockFormat.MESSAGE
                && BlockFormat.sequenceAt(bytes, at) == sequence
                && BlockFormat.sizeOf(BlockFormat.lengthAt(bytes, at), BlockFormat.flagsAt(bytes, at)) == size
                && BlockFormat.bodyFits(bytes, at);
    }

    /** A message that is still counted turns out to be damaged. The summary goes, so that the next start sees it too. */
    void lose(long sequence, int size, Block block, int position) {
        events.damaged(block.path, "message " + sequence + " is lost: its record at byte " + position + " is damaged");
        lost.add(sequence, size);
        settle(sequence);
        index.remove(sequence);
        block.damaged = true;
        if (block.summarized) {
            block.summarized = false;
            try {
                disk.delete(block.summaryPath());
            } catch (IOException e) {
                events.damaged(block.summaryPath(), "cannot be deleted: " + e.getMessage());
            }
        }
    }

    /** What nobody told of at the start is lost. */
    void keepLost(SequenceRanges missing) {
        lost.keep(missing);
        missing.forEach((first, last) -> events.damaged(folder, "messages " + first + " to " + last + " are lost"));
    }

    @Override
    public LostMessages lost() {
        return lost.tell();
    }

    // A lost message at the front stays within what the files say the stream has, so that the next start tells of it
    // too.
    long toldFirst() {
        return lost.lowest(index.first());
    }

    // ---- removing

    @Override
    protected void forget(long sequence, long place, int size, boolean erase) {
        if (sequence == index.first()) {
            writer.stateChanged();
            forgetLost(sequence);
        } else {
            writer.removed(sequence, sequence);
        }
        Block block = settle(sequence);
        if (erase) {
            erases.add(new FileSync.Erase(block, (int) place, size));
        }
    }

    private void forgetLost(long removed) {
        if (!lost.isEmpty()) {
            long next = index.sequences().next(removed + 1);
            lost.forgetBelow(next == 0 ? index.last() + 1 : next);
        }
    }

    /** A message counts no more in its block. */
    Block settle(long sequence) {
        Block block = blocks.get((int) (index.sequences().place(sequence) >>> 32));
        block.live--;
        block.liveBytes -= index.sequences().size(sequence) + 2;
        return block;
    }

    @Override
    protected void forgetAll() {
        writer.allRemoved();
        lost.forgetBelow(index.last() + 1);
        for (Block block : blocks.all()) {
            block.live = 0;
            block.liveBytes = 0;
        }
    }

    // ---- keeping

    @Override
    public void flush() {
        checkIntake();
        try {
            writer.writeAll();
        } catch (IOException e) {
            throw failure.ofWrite(e);
        }
        writer.told();
    }

    @Override
    public Step prepareSync() {
        if (syncing) {
            throw new IllegalStateException("a sync is under way (expected: finished)");
        }
        flush();
        FileSync sync =
                new FileSync(this, List.copyOf(erases), List.copyOf(leftovers), List.copyOf(unsettled), namesChanged);
        leftovers.clear();
        unsettled.clear();
        for (FileSync.Erase erase : erases) {
            forgetContent(erase);
        }
        erases.clear();
        reader.forget();
        namesChanged = false;
        syncing = true;
        return sync;
    }

    // the copy in memory; nobody is reading it now
    private void forgetContent(FileSync.Erase erase) {
        int at = writer.find(erase.block(), erase.position());
        if (at >= 0) {
            BlockFormat.erase(writer.found(), at, BlockFormat.lengthAt(writer.found(), at), erase.block().salt);
        }
    }

    /**
     * Full blocks at the front without messages: their files go once the end of the store says so durably. Those before a lost message
     * stay: what is missing at the front is never taken for lost.
     */
    List<Block> deadBlocks() {
        List<Block> dead = new ArrayList<>();
        long keepFrom = lost.lowest(Long.MAX_VALUE);
        for (Block block : blocks.all()) {
            if (block.live > 0
                    || block == writer.active()
                    || block == blocks.last()
                    || upkeep.isBusyWith(block)
                    || (!lost.isEmpty() && keepFrom < blocks.lowestBaseAfter(block))) {
                break;
            }
            dead.add(block);
        }
        return dead;
    }

    void synced(@Nullable IOException problem, List<Block> dead, List<Block> replaced, boolean names) {
        syncing = false;
        reader.forget();
        if (problem != null) {
            namesChanged |= names;
            leftovers.addAll(replaced);
            throw failure.ofSync(problem);
        }
        dead.forEach(blocks::remove);
        oldBlocksAreDurable = true;
        upkeep.goOn();
    }

    /** One block took the place of several, whose files go with the next sync. */
    void replaced(Block made, List<Block> run) {
        leftovers.addAll(run.subList(1, run.size()));
        unsettled.add(made);
        namesChanged = true;
        reader.forget();
    }

    boolean oldBlocksAreDurable() {
        return oldBlocksAreDurable;
    }

    void erased(FileSync.Erase erase) {
        upkeep.erased(erase);
    }

    // ---- failing

    @Override
    public @Nullable StoreFailedException failure() {
        return failure.current();
    }

    @Override
    public boolean resume() {
        return failure.current() == null || (!syncing && failure.resume());
    }

    /** The front goes before the end says so: what is missing at the front is never taken for lost. */
    void makeRoom() {
        if (upkeep.isBusy()) {
            return;
        }
        for (Block block : deadBlocks()) {
            try {
                disk.delete(block.path);
                disk.delete(block.summaryPath());
            } catch (IOException e) {
                return;
            }
            blocks.remove(block);
        }
    }

    // ---- for the other parts of the store

    void recovered(@Nullable Block last, int next) {
        writer.goOn(last, next);
    }

    void namesChanged() {
        namesChanged = true;
    }

    void lastTimestamp(long nanos) {
        lastTimestamp = nanos;
    }

    StoreOptions options() {
        return options;
    }

    @Nullable
    Block active() {
        return writer.active();
    }

    MessageIndex index() {
        return index;
    }

    ExpiryQueue expiries() {
        return expiries;
    }

    int newSalt() {
        return SALTS.nextInt();
    }

    void requeue(FileSync.Erase erase) {
        erases.add(erase);
    }

    static long place(int block, int position) {
        return (long) block << 32 | position;
    }

    @Override
    public @Nullable Step planUpkeep() {
        return failure.current() == null ? upkeep.plan() : null;
    }

    @Override
    public void reconfigure(StoreOptions newOptions) {
        options = newOptions;
    }

    @Override
    public void abandon() {
        try {
            for (Block block : blocks.newestFirst()) {
                if (block.full && block.synced == block.end && oldBlocksAreDurable) {
                    break;
                }
                if (failure.current() == null) {
                    blocks.file(block).sync();
                }
            }
        } catch (IOException e) {
            events.damaged(folder, "abandoned without a sync: " + e.getMessage());
        } finally {
            blocks.close();
        }
    }

    @Override
    public void close() {
        try {
            if (failure.current() == null && !syncing) {
                Step sync = prepareSync();
                sync.run();
                sync.finish();
                closedWhole = !upkeep.isBusy()
                        && lost.isEmpty()
                        && blocks.all().stream().noneMatch(block -> block.damaged);
            }
        } catch (StoreFailedException e) {
            events.damaged(folder, "closed without a sync: " + e.getMessage());
        } finally {
            blocks.close();
        }
    }

    @Override
    public void leaveIndex(BooleanSupplier hurried) {
        if (closedWhole) {
            try {
                IndexFile.write(this, hurried);
            } catch (IOException e) {
                events.damaged(IndexFile.path(this), "cannot be written: " + e.getMessage());
            }
        }
    }
}
