// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;

/** One consumer in files: its document and its state. Blocks for disk; any thread, one at a time. */
public final class ConsumerFolder {
    static final String DOCUMENT = "consumer.doc";

    private final Disk disk;
    private final Path folder;
    private final StoreEvents events;
    private volatile Document document;

    ConsumerFolder(Disk disk, Path folder, Document document, StoreEvents events) {
        this.disk = disk;
        this.folder = folder;
        this.document = document;
        this.events = events;
    }

    /** The name of the consumer. */
    public String name() {
        return document.name();
    }

    /** What was written last by {@link #writeDocument}. */
    public byte[] document() {
        return document.content().clone();
    }

    /** Replaces the document, durably. */
    public void writeDocument(byte[] content) {
        try {
            Document.write(disk, folder.resolve(DOCUMENT), name(), content);
            document = new Document(name(), content.clone());
        } catch (IOException e) {
            throw new StoreFailedException("cannot write the document of consumer " + name(), e);
        }
    }

    /** Opens the state. To be opened once, and closed before the consumer is deleted. */
    public ConsumerStore openState() {
        return FileConsumerStore.open(disk, folder, events);
    }

    /** Deletes the consumer; it does not come back, however this ends. */
    public void delete() {
        try {
            Storage.remove(disk, folder);
        } catch (IOException e) {
            throw new StoreFailedException("cannot delete the consumer " + name(), e);
        }
    }
}
