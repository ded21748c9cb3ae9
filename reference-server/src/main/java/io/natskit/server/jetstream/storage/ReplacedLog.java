// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log that a shorter one replaces from time to time: files {@code name-1.log}, {@code name-2.log} and so on, of which the newest holds whose beginning
 * is whole; the others go when it is durable. Records gather in memory; a flush is one write, a sync is a step for another thread. The folder
 * is made with the first file. After a failure nothing is taken until the log is begun anew. Confined to the owner's thread, but for {@link Step#run()}.
 */
final class ReplacedLog {
    private static final int BATCH = 640;
    private static final int BATCH_KEPT = 1 << 20;
    private static final String END = ".log";

    /** Takes in what a file says. */
    interface Reader {
        /** Answers where the last whole record ends; 0 if the beginning is not whole, and then nothing may have been taken in. */
        int read(int number, byte[] bytes, int length);
    }

    private final Disk disk;
    private final Path folder;
    private final String prefix;
    private final String what;
    private final StoreEvents events;

    private int number;
    private boolean earlier;
    private @Nullable DiskFile file;
    private long written;
    private final List<Path> outdated = new ArrayList<>();

    // records that wait for the flush
    private byte[] batch = new byte[BATCH];
    private int batched;

    // what is not durable yet
    private boolean dirty;
    private boolean namesChanged;
    private boolean folderMade;
    private boolean syncing;
    private @Nullable StoreFailedException failure;

    /**
     * The log in a folder.
     *
     * @param name what its files' names begin with
     * @param what whose log it is, for messages
     */
    ReplacedLog(Disk disk, Path folder, String name, String what, StoreEvents events) {
        this.disk = disk;
        this.folder = folder;
        this.prefix = name + "-";
        this.what = what;
        this.events = events;
    }

    // ---- what is there

    /**
     * Reads the newest file that {@code reader} takes, or else {@code lenient}. Files that are newer are set aside, since nothing is thrown away on a
     * guess; older ones go with the next sync.
     */
    void recover(Reader reader, @Nullable Reader lenient) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (String name : disk.list(folder)) {
            int found = (int) Folders.number(prefix, name, END, 9);
            if (found > 0) {
                numbers.add(found);
            }
        }
        numbers.sort((a, b) -> b - a);
        if (!takeFirst(numbers, reader) && lenient != null) {
            takeFirst(numbers, lenient);
        }
        for (int each : numbers) {
            if (each > number) {
                disk.rename(path(each), folder.resolve(prefix + each + ".damaged"));
            } else if (each < number) {
                outdated.add(path(each));
            }
        }
    }

    private boolean takeFirst(List<Integer> numbers, Reader reader) throws IOException {
        for (int each : numbers) {
            if (take(each, reader)) {
                number = each;
                return true;
            }
        }
        return false;
    }

    private boolean take(int candidate, Reader reader) throws IOException {
        DiskFile log = disk.open(path(candidate));
        byte[] bytes = new byte[(int) Math.min(log.length(), Integer.MAX_VALUE - 16)];
        int length = log.read(0, bytes, 0, bytes.length);
        int end = reader.read(candidate, bytes, length);
        if (end == 0) {
            log.close();
            return false;
        }
        file = log;
        written = end;
        earlier = !disk.continuesFiles();
        dirty = true;
        if (end < length) {
            log.truncate(end);
        }
        return true;
    }

    /** Whether its file is of an earlier start and may not be written on: it is to be begun anew before anything is told. */
    boolean isEarlier() {
        return earlier;
    }

    /** Reads the file once more; where that fails, nothing is taken until the log is begun anew. */
    void readAgain(Reader reader) {
        try (DiskFile log = disk.open(path(number))) {
            byte[] bytes = new byte[(int) written];
            reader.read(number, bytes, log.read(0, bytes, 0, bytes.length));
        } catch (IOException e) {
            fail("cannot read the " + what + " in " + folder, e);
        }
    }

    private Path path(int of) {
        return folder.resolve(prefix + of + END);
    }

    /** The number of the file that is written to, which its checksums are mixed with; 0 if none was begun. */
    int number() {
        return number;
    }

    /** How long it is, with what waits for the flush. */
    long length() {
        return written + batched;
    }

    // ---- changes

    /** Begins the next file. What waits for the flush is dropped: the new one tells everything. */
    void begin() {
        closeFile();
        if (number > 0 && written > 0) {
            outdated.add(path(number));
        }
        // a file that nothing could be written to is begun again
        number += number == 0 || written > 0 ? 1 : 0;
        batched = 0;
        written = 0;
        earlier = false;
        failure = null;
    }

    /** Makes room for a record behind those that wait; answers where in {@link #bytes()}, which is another array then. */
    int reserve(int length) {
        int at = batched;
        if (at + length > batch.length) {
            batch = Arrays.copyOf(batch, Math.max(batch.length * 2, at + length));
        }
        batched += length;
        return at;
    }

    /** What waits for the flush. */
    byte[] bytes() {
        return batch;
    }

    /** Has a file, or a folder with what is in it, deleted once all that was told so far is durable. */
    void outdated(Path path) {
        outdated.add(path);
    }

    // ---- keeping

    /** Hands over what waits. Throws {@link StoreFailedException}. */
    void flush() {
        StoreFailedException failed = failure;
        if (failed != null) {
            throw failed;
        }
        if (batched == 0) {
            return;
        }
        try {
            file().write(written, batch, 0, batched);
        } catch (IOException e) {
            throw fail("cannot write to the " + what + " in " + folder, e);
        }
        written += batched;
        batched = 0;
        dirty = true;
        if (batch.length > BATCH_KEPT) {
            batch = new byte[BATCH];
        }
    }

    private DiskFile file() throws IOException {
        DiskFile log = file;
        if (log == null) {
            if (!disk.exists(folder)) {
                disk.createFolders(folder);
                folderMade = true;
            }
            log = disk.open(path(number));
            log.truncate(0);
            file = log;
            namesChanged = true;
        }
        return log;
    }

    private StoreFailedException fail(String problem, IOException e) {
        StoreFailedException failed = new StoreFailedException(problem, e);
        failure = failed;
        return failed;
    }

    /** As {@link MessageStore#prepareSync()}. */
    Step prepareSync() {
        if (syncing) {
            throw new IllegalStateException("a sync is under way (expected: finished)");
        }
        flush();
        syncing = true;
        Sync sync = new Sync(dirty ? path(number) : null, namesChanged, folderMade, List.copyOf(outdated));
        outdated.clear();
        dirty = false;
        namesChanged = false;
        folderMade = false;
        return sync;
    }

    /** Why it takes nothing; null while all is well. */
    @Nullable
    StoreFailedException failure() {
        return failure;
    }

    /** Makes everything durable and lets go of the file. */
    void close() {
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

    /** As {@link MessageStore#abandon()}. */
    void abandon() {
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

    /** Lets go of the file; nobody needs any more what it says. */
    void closeFile() {
        DiskFile open = file;
        if (open != null) {
            open.close();
        }
        file = null;
    }

    private final class Sync implements Step {
        private final @Nullable Path log;
        private final boolean names;
        private final boolean made;
        private final List<Path> old;
        private @Nullable IOException problem;

        Sync(@Nullable Path log, boolean names, boolean made, List<Path> old) {
            this.log = log;
            this.names = names;
            this.made = made;
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
                if (made) {
                    disk.syncFolder(Folders.parentOf(folder));
                }
                for (Path each : old) {
                    Folders.deleteAll(disk, each);
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
                namesChanged |= names;
                folderMade |= made;
                throw fail("cannot sync the " + what + " in " + folder, went);
            }
        }
    }
}
