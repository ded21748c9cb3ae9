// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
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
    private final Tail tail = new Tail();
    private final BlockReader reader = new BlockReader();
    private final PendingRemovals removals = new PendingRemovals();
    final LostTable lost = new LostTable();
    private StoreOptions options;
    private @Nullable Block active;
    private int nextNumber = 1;

    // what the files do not know yet
    private boolean stateChanged;
    private long flushedLast;

    // what is not durable yet
    private boolean namesChanged;
    private final List<FileSync.Erase> erases = new ArrayList<>();
    private final List<Block> leftovers = new ArrayList<>();
    private final List<Block> unsettled = new ArrayList<>();
    private boolean syncing;
    // since the first sync after the start, a full block that is durable has none behind it that is not
    private boolean oldBlocksAreDurable;

    // after a failure
    private @Nullable StoreFailedException failure;
    private boolean distrusted;
    private boolean removalsTold;

    private final Upkeep upkeep = new Upkeep(this);

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
        StoreFailedException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    protected long store(long sequence, StoredMessage message) {
        try {
            return put(sequence, message);
        } catch (IOException e) {
            throw failWrite(e);
        }
    }

    private long put(long sequence, StoredMessage message) throws IOException {
        int length = BlockFormat.messageLength(message);
        Block block = room(length, sequence);
        int at = tail.reserve(length, blocks.file(block));
        BlockFormat.putMessage(tail.bytes(), at, length, sequence, message, block.salt);
        int position = tail.took(length);
        block.end = position + length;
        block.records++;
        block.live++;
        block.recordBytes += length;
        block.liveBytes += length;
        block.lastSequence = sequence;
        return place(block.number, position);
    }

    @Override
    protected void skipped(long from, long last) {
        removals.add(from, last);
        stateChanged = true;
    }

    private Block room(int length) throws IOException {
        return room(length, index.last() + 1);
    }

    private Block room(int length, long base) throws IOException {
        Block block = active;
        if (block != null && (block.records == 0 || (long) block.end + length <= options.blockBytes())) {
            return block;
        }
        if (block != null) {
            tail.writeOut(blocks.file(block));
            block.full = true;
            block.summarized = false;
        }
        return begin(base);
    }

    // A block starts with what holds for all before it, so that those can go.
    private Block begin(long base) throws IOException {
        Block block = new Block(nextNumber++, nextNumber - 1, base, SALTS.nextInt(), false, folder);
        blocks.put(block);
        active = block;
        namesChanged = true;
        byte[] head = new byte[BlockFormat.DATA_START];
        BlockFormat.putBlockHead(head, 0, block.number, block.covers, base, block.salt);
        tail.begin(block, 0);
        DiskFile file = blocks.file(block);
        System.arraycopy(head, 0, tail.bytes(), tail.reserve(head.length, file), head.length);
        tail.took(head.length);
        putState(block, Math.min(toldFirst(), base), base - 1);
        return block;
    }

    private void putState(Block block, long first, long last) throws IOException {
        int length = BlockFormat.HEAD + 24;
        int at = tail.reserve(length, blocks.file(block));
        byte[] into = tail.bytes();
        Bytes.putLong(into, at + BlockFormat.HEAD, first);
        Bytes.putLong(into, at + BlockFormat.HEAD + 8, last);
        Bytes.putLong(into, at + BlockFormat.HEAD + 16, lastTimestamp);
        BlockFormat.putPlain(into, at, length, BlockFormat.STATE, block.salt);
        block.end = tail.took(length) + length;
    }

    // ---- reading

    @Override
    protected boolean load(long sequence, long place, int size, StoredMessage into) {
        Block block = blocks.get((int) (place >>> 32));
        int position = (int) place;
        int at = tail.find(block, position);
        if (at >= 0) {
            return BlockFormat.view(tail.found, at, into);
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
    private long toldFirst() {
        return lost.lowest(index.first());
    }

    // ---- removing

    @Override
    protected void forget(long sequence, long place, int size, boolean erase) {
        if (sequence == index.first()) {
            stateChanged = true;
            forgetLost(sequence);
        } else {
            removals.add(sequence, sequence);
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
        stateChanged = true;
        removals.clear();
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
            writeAll();
        } catch (IOException e) {
            throw failWrite(e);
        }
        told();
    }

    private void writeAll() throws IOException {
        putRemovals();
        Block block = active;
        if (block != null) {
            tail.writeOut(blocks.file(block));
        }
    }

    private void told() {
        removals.clear();
        stateChanged = false;
        flushedLast = index.last();
    }

    private void putRemovals() throws IOException {
        if (!stateChanged && removals.isEmpty()) {
            return;
        }
        int ranges = removals.ranges();
        for (int from = 0; from < ranges; ) {
            int length = BlockFormat.HEAD + 16 * Math.min(PendingRemovals.RANGES_MAX, ranges - from);
            Block block = room(length);
            int at = tail.reserve(length, blocks.file(block));
            from += removals.put(tail.bytes(), at + BlockFormat.HEAD, from);
            BlockFormat.putPlain(tail.bytes(), at, length, BlockFormat.DELETED, block.salt);
            block.end = tail.took(length) + length;
        }
        if (stateChanged) {
            putState(room(BlockFormat.HEAD + 24), toldFirst(), index.last());
        }
        Block block = active;
        if (block != null) {
            block.lastSequence = Math.max(block.lastSequence, index.last());
        }
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
        int at = tail.find(erase.block(), erase.position());
        if (at >= 0) {
            BlockFormat.erase(tail.found, at, BlockFormat.lengthAt(tail.found, at), erase.block().salt);
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
                    || block == active
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
            distrusted = true;
            removalsTold = false;
            leftovers.addAll(replaced);
            throw failWrite(problem);
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
        return failure;
    }

    // What was appended since the last flush is dropped, and its sequences are given up.
    private StoreFailedException failWrite(IOException e) {
        StoreFailedException failed = new StoreFailedException("cannot write to the store in " + folder, e);
        failure = failed;
        long last = index.last();
        for (long at = index.sequences().next(flushedLast + 1);
                at != 0;
                at = index.sequences().next(at + 1)) {
            settle(at);
            index.remove(at);
        }
        Block block = active;
        if (block != null) {
            block.end = Math.max(tail.dropUnflushed(), Math.min(block.end, BlockFormat.DATA_START));
            block.full = true;
            block.lastSequence = Math.min(block.lastSequence, flushedLast);
        }
        active = null;
        if (last > flushedLast) {
            removals.add(flushedLast + 1, last);
        }
        stateChanged = true;
        return failed;
    }

    @Override
    public boolean resume() {
        if (failure == null) {
            return true;
        }
        if (syncing) {
            return false;
        }
        int number = nextNumber;
        try {
            if (distrusted) {
                rewriteUnsynced();
            } else {
                begin(flushedLast + 1);
                writeAll();
            }
        } catch (IOException e) {
            abandon(number);
            failure = new StoreFailedException("cannot write to the store in " + folder, e);
            makeRoom();
            return false;
        }
        failure = null;
        distrusted = false;
        told();
        return true;
    }

    // The operating system may have dropped what it could not write, and call the file clean: what is not known to be
    // durable is
    // read back, checked, written to new blocks and synced. The old ones end where they were durable.
    private void rewriteUnsynced() throws IOException {
        List<Block> doubtful = new ArrayList<>();
        for (Block block : blocks.all()) {
            if (block.synced < block.end) {
                doubtful.add(block);
            }
        }
        long from = index.last() + 1;
        for (Block block : doubtful) {
            from = Math.min(from, firstBeyondSynced(block));
            if (!removalsTold) {
                removalsAgain(block);
            }
        }
        if (!removalsTold) {
            gapsAgain(from);
        }
        removalsTold = true;
        int firstMade = nextNumber;
        begin(from);
        long[][] moved = copyFrom(from);
        writeAll();
        for (Block block : blocks.all()) {
            if (block.number >= firstMade) {
                blocks.file(block).sync();
                block.synced = block.end;
            }
        }
        disk.syncFolder(folder);
        for (int i = 0; i < moved[0].length; i++) {
            if (moved[1][i] != 0) {
                settle(moved[0][i]);
                index.sequences().place(moved[0][i], moved[1][i]);
            }
        }
        doubtful.forEach(this::cut);
    }

    private long firstBeyondSynced(Block block) {
        SequenceTable table = index.sequences();
        for (long at = table.next(block.base); at != 0; at = table.next(at + 1)) {
            long place = table.place(at);
            if ((int) (place >>> 32) > block.number) {
                break;
            }
            if ((int) (place >>> 32) == block.number && (int) place >= block.synced) {
                return at;
            }
        }
        return Long.MAX_VALUE;
    }

    private void removalsAgain(Block block) throws IOException {
        BlockContent content = blocks.content(block);
        int start = Math.max(block.synced, BlockFormat.DATA_START);
        new BlockScanner(content, block.salt, Math.min(block.end, content.length()))
                .scan(start, new Deletions(removals::add));
    }

    // what the new blocks make void is told anew, whichever block told it
    private void gapsAgain(long from) {
        SequenceTable table = index.sequences();
        long expected = Math.max(from, toldFirst());
        for (long at = table.next(expected); at != 0; at = table.next(at + 1)) {
            lost.others(expected, at - 1, removals::add);
            expected = at + 1;
        }
        lost.others(expected, index.last(), removals::add);
    }

    // Copies messages to the new block or blocks; answers sequences and new places. The index still knows the old ones.
    private long[][] copyFrom(long from) throws IOException {
        SequenceTable table = index.sequences();
        int count = Math.toIntExact(table.countFrom(from));
        long[][] moved = new long[2][count];
        StoredMessage message = new StoredMessage();
        int i = 0;
        for (long at = table.next(from); at != 0; at = table.next(at + 1)) {
            if (read(at, message)) {
                moved[0][i] = at;
                moved[1][i++] = put(at, message);
            }
        }
        return moved;
    }

    private void cut(Block block) {
        block.full = true;
        block.end = Math.max(block.synced, BlockFormat.DATA_START);
        block.synced = block.end;
        try {
            DiskFile file = blocks.file(block);
            if (!block.compressed && file.length() > block.end) {
                file.truncate(block.end);
            }
        } catch (IOException e) {
            events.damaged(block.path, "cannot be cut: " + e.getMessage());
        }
    }

    // the files that could not be written
    private void abandon(int fromNumber) {
        tail.forget();
        active = null;
        for (int number = fromNumber; number < nextNumber; number++) {
            for (Block block : List.copyOf(blocks.all())) {
                if (block.number == number) {
                    blocks.remove(block);
                }
            }
            try {
                disk.delete(folder.resolve(Block.fileName(number)));
            } catch (IOException e) {
                events.damaged(folder, "cannot delete block " + number + ": " + e.getMessage());
            }
        }
    }

    // The front may go before the end says so: what is missing at the front is never taken for lost.
    private void makeRoom() {
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
        nextNumber = next;
        flushedLast = index.last();
        if (last != null && !last.full) {
            active = last;
            tail.begin(last, last.end);
        }
    }

    void lastTimestamp(long nanos) {
        lastTimestamp = nanos;
    }

    StoreOptions options() {
        return options;
    }

    @Nullable
    Block active() {
        return active;
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
        return failure == null ? upkeep.plan() : null;
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
                if (failure == null) {
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
            if (failure == null && !syncing) {
                Step sync = prepareSync();
                sync.run();
                sync.finish();
                upkeep.summarizeActive();
            }
        } catch (StoreFailedException e) {
            events.damaged(folder, "closed without a sync: " + e.getMessage());
        } finally {
            blocks.close();
        }
    }
}
