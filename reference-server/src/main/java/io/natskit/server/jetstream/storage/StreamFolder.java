// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One stream in files: its document, its messages, its consumers. Blocks for disk; any thread, one at a time. */
public final class StreamFolder {
    static final String CONSUMERS = "consumers";
    static final String MESSAGES = "messages";
    private static final String SOURCES = "sources";

    private final Disk disk;
    private final Path folder;
    private final StoreEvents events;
    private volatile Document document;

    StreamFolder(Disk disk, Path folder, Document document, StoreEvents events) {
        this.disk = disk;
        this.folder = folder;
        this.document = document;
        this.events = events;
    }

    Path path() {
        return folder;
    }

    /** The name of the stream. */
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
            Document.write(disk, folder.resolve(AccountStorage.DOCUMENT), name(), content);
            document = new Document(name(), content.clone());
        } catch (IOException e) {
            throw new StoreFailedException("cannot write the document of stream " + name(), e);
        }
    }

    /** What was written last by {@link #writeSources}; empty if nothing was, or if it is damaged. */
    public byte[] sources() {
        try {
            Document found = Document.read(disk, folder.resolve(SOURCES));
            return found == null ? new byte[0] : found.content();
        } catch (IOException e) {
            throw new StoreFailedException("cannot read the sources of stream " + name(), e);
        }
    }

    /** Keeps how far the sources have come, durably. */
    public void writeSources(byte[] content) {
        try {
            Document.write(disk, folder.resolve(SOURCES), name(), content);
        } catch (IOException e) {
            throw new StoreFailedException("cannot write the sources of stream " + name(), e);
        }
    }

    /** Opens the messages; may take long. To be opened once, and closed before the stream is deleted. */
    public FileMessageStore openMessages(StoreOptions options) {
        return FileMessageStore.open(disk, folder.resolve(MESSAGES), options, events);
    }

    /** The consumers that are here. */
    public List<ConsumerFolder> consumers() {
        List<ConsumerFolder> found = new ArrayList<>();
        for (Storage.Named each : Storage.named(disk, folder.resolve(CONSUMERS), ConsumerFolder.DOCUMENT, events)) {
            found.add(new ConsumerFolder(disk, each.folder(), each.document(), events));
        }
        return found;
    }

    /** Makes a consumer; it is there, durably, when this returns. */
    public ConsumerFolder createConsumer(String name, byte[] content) {
        Path consumers = folder.resolve(CONSUMERS);
        try {
            if (Storage.find(disk, consumers, name, ConsumerFolder.DOCUMENT, events) != null) {
                throw new IllegalArgumentException("consumer: " + name + " (expected: one that is not there)");
            }
            Path own = Storage.unused(disk, consumers, name);
            disk.createFolders(own);
            disk.syncFolder(consumers);
            Document.write(disk, own.resolve(ConsumerFolder.DOCUMENT), name, content);
            return new ConsumerFolder(disk, own, new Document(name, content.clone()), events);
        } catch (IOException e) {
            throw new StoreFailedException("cannot make the consumer " + name, e);
        }
    }

    /** Deletes the stream with all that belongs to it; it does not come back, however this ends. Its stores must be closed. */
    public void delete() {
        try {
            Storage.remove(disk, folder);
        } catch (IOException e) {
            throw new StoreFailedException("cannot delete the stream " + name(), e);
        }
    }
}
