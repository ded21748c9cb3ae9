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

    /** The streams that are here. */
    public List<StreamFolder> streams() {
        List<StreamFolder> found = new ArrayList<>();
        for (Storage.Named each : Storage.named(disk, streams, DOCUMENT, events)) {
            found.add(new StreamFolder(disk, each.folder(), each.document(), events));
        }
        return found;
    }

    /**
     * Makes a stream; it is there, durably, when this returns.
     *
     * @param document what its owner wants to find again: its configuration
     * @throws StoreFailedException if that fails
     */
    public StreamFolder create(String name, byte[] document) {
        try {
            if (Storage.find(disk, streams, name, DOCUMENT, events) != null) {
                throw new IllegalArgumentException("stream: " + name + " (expected: one that is not there)");
            }
            Path folder = Storage.unused(disk, streams, name);
            disk.createFolders(folder.resolve(StreamFolder.CONSUMERS));
            disk.createFolders(folder.resolve(StreamFolder.MESSAGES));
            disk.syncFolder(streams);
            Document.write(disk, folder.resolve(DOCUMENT), name, document);
            return new StreamFolder(disk, folder, new Document(name, document.clone()), events);
        } catch (IOException e) {
            throw new StoreFailedException("cannot make the stream " + name, e);
        }
    }
}
