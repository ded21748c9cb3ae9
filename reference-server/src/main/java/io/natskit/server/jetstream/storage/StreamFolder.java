// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;

/** One stream in files: its document, its messages, its consumers. Blocks for disk; any thread, one at a time. */
public final class StreamFolder {
    static final String CONSUMERS = "consumers";
    static final String MESSAGES = "messages";
    private static final String SOURCES = "sources";

    private final Disk disk;
    private final Path folder;
    private final StoreEvents events;
    private final LaterDocuments later;
    private volatile Document document;

    /** {@code made}: it was made just now, and is not durable. */
    StreamFolder(Disk disk, Path folder, Document document, StoreEvents events, boolean made) {
        this.disk = disk;
        this.folder = folder;
        this.document = document;
        this.events = events;
        this.later = new LaterDocuments(disk, folder, made);
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

    /** Replaces the document: durably, or so that it is durable once a {@linkplain #prepareSync sync} is done. */
    public void writeDocument(byte[] content, boolean durable) {
        try {
            if (durable) {
                Document.write(disk, folder.resolve(AccountStorage.DOCUMENT), name(), content);
            } else {
                later.write(name(), content);
            }
            document = new Document(name(), content.clone());
        } catch (IOException e) {
            throw new StoreFailedException("cannot write the document of stream " + name(), e);
        }
    }

    /** Prepares a sync of what is not durable yet: the stream itself, and its document. Any thread; one step at a time. */
    public Step prepareSync() {
        return later.prepareSync();
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

    /** Opens the catalog of the consumers; once, and closed before the stream is deleted. */
    public ConsumerCatalog openConsumers() {
        return ConsumerCatalog.open(disk, folder.resolve(CONSUMERS), events);
    }

    /**
     * Deletes the stream: it is out of sight when this returns, and does not come back after a start. The answer ends that: it makes it so for a power cut too, and deletes what belonged to
     * the stream. Its stores must be closed.
     */
    public Runnable delete() {
        try {
            Path gone = Storage.hide(disk, folder);
            return () -> {
                try {
                    Storage.removeHidden(disk, gone);
                } catch (IOException e) {
                    throw new StoreFailedException("cannot delete the stream " + name(), e);
                }
            };
        } catch (IOException e) {
            throw new StoreFailedException("cannot delete the stream " + name(), e);
        }
    }
}
