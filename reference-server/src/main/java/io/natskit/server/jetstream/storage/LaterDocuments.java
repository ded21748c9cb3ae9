// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a stream that are not durable yet: each beside {@code stream.doc}, in a file with a number of its own, until a sync puts the newest in its place. So a power cut leaves the
 * old one or the new one, and a process that ends loses neither. Changes by one thread at a time; a sync may run beside them.
 */
final class LaterDocuments {
    private static final String BEGIN = "stream-";
    private static final String END = ".doc";

    private final Disk disk;
    private final Path folder;
    private long newest;

    // what is not durable yet: the number of the newest document, 0 for none, and the stream itself
    private final AtomicLong written = new AtomicLong();
    private final AtomicBoolean made;

    /** Those in a folder; {@code made} says that the stream itself is not durable yet. */
    LaterDocuments(Disk disk, Path folder, boolean made) {
        this.disk = disk;
        this.folder = folder;
        this.made = new AtomicBoolean(made);
    }

    /** Keeps a document so that the process does not lose it. */
    void write(String name, byte[] content) throws IOException {
        long number = ++newest;
        Document.write(disk, path(folder, number), name, content, false);
        written.set(number);
    }

    private static Path path(Path folder, long number) {
        return folder.resolve(BEGIN + number + END);
    }

    /** Makes all that was written so far durable. */
    Step prepareSync() {
        long number = written.getAndSet(0);
        boolean whole = made.getAndSet(false);
        return number == 0 && !whole ? NothingToDo.STEP : new Sync(number, whole);
    }

    /** After a start: what came last and is whole takes its place, and what came before it goes. What cannot be read is left alone. */
    static void settle(Disk disk, Path folder) throws IOException {
        long last = 0;
        for (String name : disk.list(folder)) {
            long number = Folders.number(BEGIN, name, END, 18);
            if (number > last && Document.read(disk, folder.resolve(name)) != null) {
                last = number;
            }
        }
        if (last > 0) {
            Document.sync(disk, path(folder, last));
            place(disk, folder, last);
            deleteBelow(disk, folder, last);
        }
    }

    private static void deleteBelow(Disk disk, Path folder, long number) throws IOException {
        for (String name : disk.list(folder)) {
            long each = Folders.number(BEGIN, name, END, 18);
            if (each > 0 && each < number) {
                disk.delete(folder.resolve(name));
            }
        }
    }

    private static void place(Disk disk, Path folder, long number) throws IOException {
        disk.rename(path(folder, number), folder.resolve(AccountStorage.DOCUMENT));
        disk.syncFolder(folder);
    }

    private final class Sync implements Step {
        private final long number;
        private final boolean whole;
        private @Nullable IOException problem;

        Sync(long number, boolean whole) {
            this.number = number;
            this.whole = whole;
        }

        @Override
        public void run() {
            try {
                if (number > 0) {
                    Document.sync(disk, path(folder, number));
                    place(disk, folder, number);
                    deleteBelow(disk, folder, number);
                } else {
                    Document.sync(disk, folder.resolve(AccountStorage.DOCUMENT));
                    disk.syncFolder(folder);
                }
                if (whole) {
                    disk.syncFolder(Folders.parentOf(folder));
                }
            } catch (IOException e) {
                problem = e;
            }
        }

        @Override
        public void finish() {
            IOException went = problem;
            if (went != null) {
                written.accumulateAndGet(number, Math::max);
                if (whole) {
                    made.set(true);
                }
                throw new StoreFailedException("cannot sync the document in " + folder, went);
            }
        }
    }
}
