// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The streams of one account in files. Blocks for disk; any thread, one at a time. */
public final class AccountStorage {
    static final String DOCUMENT = "stream.doc";

    private final Disk disk;
    private final Path streams;
    private final StoreEvents events;

    AccountStorage(Disk disk, Path streams, StoreEvents events) {
        this.disk = disk;
        this.streams = streams;
        this.events = events;
    }

    /** The streams that are here. What a crash left of half-filled ones is deleted: called once, before any is {@linkplain #stage staged}. */
    public List<StreamFolder> streams() {
        deleteStaged();
        settle();
        List<StreamFolder> found = new ArrayList<>();
        for (Storage.Named each : Storage.named(disk, streams, DOCUMENT, events)) {
            found.add(new StreamFolder(disk, each.folder(), each.document(), events, false));
        }
        return found;
    }

    /**
     * Makes a stream; it is there when this returns.
     *
     * @param document what its owner wants to find again: its configuration
     * @param durable whether no power cut may undo that; otherwise that is so once its {@linkplain StreamFolder#prepareSync sync} is done
     * @throws StoreFailedException if that fails
     */
    public StreamFolder create(String name, byte[] document, boolean durable) {
        try {
            if (Storage.find(disk, streams, name, DOCUMENT, events) != null) {
                throw new IllegalArgumentException("stream: " + name + " (expected: one that is not there)");
            }
            Path folder = Storage.unused(disk, streams, name);
            disk.createFolders(folder.resolve(StreamFolder.CONSUMERS));
            disk.createFolders(folder.resolve(StreamFolder.MESSAGES));
            if (durable) {
                disk.syncFolder(streams);
            }
            Document.write(disk, folder.resolve(DOCUMENT), name, document, durable);
            return new StreamFolder(disk, folder, new Document(name, document.clone()), events, !durable);
        } catch (IOException e) {
            throw new StoreFailedException("cannot make the stream " + name, e);
        }
    }

    /** Documents that came last, and were not made durable yet, take the place of those before them. */
    private void settle() {
        try {
            for (String entry : disk.list(streams)) {
                if (disk.isFolder(streams.resolve(entry)) && !entry.startsWith(Storage.GONE)) {
                    LaterDocuments.settle(disk, streams.resolve(entry));
                }
            }
        } catch (IOException e) {
            throw new StoreFailedException("cannot read what is in " + streams, e);
        }
    }

    private void deleteStaged() {
        try {
            for (String entry : disk.list(streams)) {
                if (entry.startsWith(Storage.STAGED)) {
                    Folders.deleteAll(disk, streams.resolve(entry));
                }
            }
        } catch (IOException e) {
            throw new StoreFailedException("cannot delete what was left half-filled in " + streams, e);
        }
    }

    /**
     * Makes a place where a stream is filled before anybody sees it: it is there once it is {@linkplain #adopt adopted}, and gone after a crash before that.
     *
     * @param id tells it from others of the same name; letters and digits
     */
    public StreamFolder stage(String name, String id, byte[] document) {
        Path folder = streams.resolve(Storage.STAGED + id);
        try {
            disk.createFolders(folder.resolve(StreamFolder.CONSUMERS));
            disk.createFolders(folder.resolve(StreamFolder.MESSAGES));
            Document.write(disk, folder.resolve(DOCUMENT), name, document);
            return new StreamFolder(disk, folder, new Document(name, document.clone()), events, false);
        } catch (IOException e) {
            throw new StoreFailedException("cannot make a place for the stream " + name, e);
        }
    }

    /** Puts a staged stream, whose stores are closed, in its place: it is there, durably and whole, when this returns. */
    public StreamFolder adopt(StreamFolder staged) {
        String name = staged.name();
        try {
            if (Storage.find(disk, streams, name, DOCUMENT, events) != null) {
                throw new IllegalArgumentException("stream: " + name + " (expected: one that is not there)");
            }
            Path folder = Storage.unused(disk, streams, name);
            disk.rename(staged.path(), folder);
            disk.syncFolder(streams);
            return new StreamFolder(disk, folder, new Document(name, staged.document()), events, false);
        } catch (IOException e) {
            throw new StoreFailedException("cannot put the stream " + name + " in its place", e);
        }
    }

    /** Deletes a staged stream. Its stores must be closed. */
    public void discard(StreamFolder staged) {
        try {
            Folders.deleteAll(disk, staged.path());
        } catch (IOException e) {
            throw new StoreFailedException("cannot delete what was filled of the stream " + staged.name(), e);
        }
    }
}
