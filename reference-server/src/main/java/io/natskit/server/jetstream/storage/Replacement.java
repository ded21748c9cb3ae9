// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that is written whole beside the place that it is for, and takes that place in one instant: until then what stands there stays as it was. What a crash leaves
 * of one is known by its {@linkplain #isOne name}, and of no use to anybody. Any thread, one at a time for each place.
 */
final class Replacement {
    private static final String SUFFIX = ".tmp";

    private final Disk disk;
    private final Path place;
    private final Path path;

    /** What the new file holds. */
    interface Content {
        /** Writes it all; the file is empty, and is synced afterwards where that is asked for. */
        void writeTo(DiskFile file) throws IOException;
    }

    /** One for that place, not written yet. */
    Replacement(Disk disk, Path place) {
        this.disk = disk;
        this.place = place;
        this.path = place.resolveSibling(place.getFileName() + SUFFIX);
    }

    /** Whether a file of that name is one. */
    static boolean isOne(String name) {
        return name.endsWith(SUFFIX);
    }

    /** Writes one and puts it in its place. No power cut leaves less than a whole file there. */
    static void write(Disk disk, Path place, Content content) throws IOException {
        Replacement made = new Replacement(disk, place);
        try {
            made.write(content, true);
        } catch (IOException e) {
            made.discardAfter(e);
            throw e;
        }
        made.put();
    }

    /** Where it is until it is {@link #put}. */
    Path path() {
        return path;
    }

    /** Writes it beside its place, from the beginning; a power cut after a {@code sync} finds it whole. */
    void write(Content content, boolean sync) throws IOException {
        try (DiskFile file = disk.open(path)) {
            file.truncate(0);
            content.writeTo(file);
            if (sync) {
                file.sync();
            }
        }
    }

    /** Gives it its place. That survives a power cut once the folder is synced. */
    void put() throws IOException {
        disk.rename(path, place);
    }

    /** A disk that is full gets back what was written for nothing. */
    private void discardAfter(IOException cause) {
        try {
            discard();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Throws it away. */
    void discard() throws IOException {
        disk.delete(path);
    }
}
