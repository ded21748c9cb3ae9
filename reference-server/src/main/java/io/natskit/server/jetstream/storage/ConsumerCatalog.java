// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which consumers a stream has, with the document of each, in one {@linkplain ReplacedLog log}: any number of them are made, changed and deleted by one write and one
 * sync. The state of each is a log of its own, in a folder that has its number; numbers do not come back. A document with one flipped bit is put
 * right; one that is damaged otherwise costs its consumer alone, whose state is left where it is. Confined to the owner's thread, but for {@link Step#run()}.
 */
public final class ConsumerCatalog implements AutoCloseable {
    private static final long LENGTH_FLOOR = 1 << 16;
    private static final byte[] NOTHING = {};

    private final Disk disk;
    private final Path folder;
    private final StoreEvents events;
    private final ReplacedLog log;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long nextId = 1;
    private long wholeLength;

    private record Entry(long id, long start, byte[] name, byte[] document) {}

    private ConsumerCatalog(Disk disk, Path folder, StoreEvents events) {
        this.disk = disk;
        this.folder = folder;
        this.events = events;
        this.log = new ReplacedLog(disk, folder, "catalog", "consumers", events);
    }

    /**
     * Opens the catalog in a folder; reads what is in it, however the last process ended.
     *
     * @throws StoreFailedException if the folder cannot be read
     */
    static ConsumerCatalog open(Disk disk, Path folder, StoreEvents events) {
        ConsumerCatalog catalog = new ConsumerCatalog(disk, folder, events);
        try {
            catalog.recover();
        } catch (IOException e) {
            catalog.log.closeFile();
            throw new StoreFailedException("cannot open the consumers in " + folder, e);
        }
        return catalog;
    }

    // ---- what is there

    private void recover() throws IOException {
        Recovered found = new Recovered();
        log.recover(
                (number, bytes, length) -> CatalogRecords.read(bytes, length, number, false, found),
                (number, bytes, length) -> {
                    found.damaged(0);
                    return CatalogRecords.read(bytes, length, number, true, found);
                });
        wholeLength = log.length();
        tidy(found.damaged);
    }

    private final class Recovered implements CatalogRecords.Visitor {
        private boolean damaged;

        @Override
        public void begins(long next) {
            nextId = Math.max(nextId, next);
        }

        @Override
        public void put(long id, long start, String name, byte[] document) {
            nextId = Math.max(nextId, id + 1);
            entries.put(name, new Entry(id, start, name.getBytes(StandardCharsets.UTF_8), document));
        }

        @Override
        public void deleted(String name) {
            entries.remove(name);
        }

        @Override
        public void damaged(long position) {
            damaged = true;
            events.damaged(folder, "the list of consumers is damaged at byte " + position + ", which is passed over");
        }
    }

    /** States without a consumer go: their end came before they were deleted. Not where a record may be missing. */
    private void tidy(boolean damaged) throws IOException {
        Set<Long> known = new HashSet<>();
        entries.values().forEach(entry -> known.add(entry.id));
        for (String name : disk.list(folder)) {
            long id = idOf(name);
            if (id < 0 || known.contains(id)) {
                continue;
            }
            nextId = Math.max(nextId, id + 1);
            if (damaged) {
                events.damaged(folder.resolve(name), "the state of a consumer that nobody knows; it is left alone");
            } else {
                Folders.deleteAll(disk, folder.resolve(name));
            }
        }
    }

    private static long idOf(String name) {
        return Folders.number("", name, "", 18);
    }

    /** The consumers, in the order of their making. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** What was put last for a consumer. */
    public byte[] document(String name) {
        return known(name).document.clone();
    }

    private Entry known(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("consumer: " + name + " (expected: one that is there)");
        }
        return entry;
    }

    /** Opens the state of a consumer. To be opened once, and closed before the consumer is deleted. Blocks. */
    public ConsumerStore openState(String name) {
        Entry entry = known(name);
        return FileConsumerStore.open(disk, folder.resolve(Long.toString(entry.id)), entry.start, events);
    }

    // ---- changes

    /** A place for the state of a consumer that is {@linkplain #create created} next, or never; touches no disk. */
    public ConsumerStore place() {
        return new FileConsumerStore(disk, folder.resolve(Long.toString(nextId++)), events);
    }

    /**
     * A consumer is there from now on, and begins where its store was told. Durable with the next sync, as all that follows.
     *
     * @param place what {@link #place} gave for it
     */
    public void create(String name, byte[] document, ConsumerStore place) {
        if (entries.containsKey(name)) {
            throw new IllegalArgumentException("consumer: " + name + " (expected: one that is not there)");
        }
        FileConsumerStore store = (FileConsumerStore) place;
        long id = idOf(String.valueOf(store.folder().getFileName()));
        put(name, new Entry(id, store.startSequence(), name.getBytes(StandardCharsets.UTF_8), document.clone()));
    }

    /** Whether there is such a consumer. */
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /** A consumer has another document. */
    public void change(String name, byte[] document) {
        Entry entry = known(name);
        put(name, new Entry(entry.id, entry.start, entry.name, document.clone()));
    }

    private void put(String name, Entry entry) {
        entries.put(name, entry);
        if (log.number() > 0 && log.failure() == null) {
            append(CatalogRecords.PUT, entry);
        }
    }

    /** A consumer is no more; its state is deleted with the next sync. Its store is to be closed before. Does nothing if it is not there. */
    public void delete(String name) {
        Entry entry = entries.remove(name);
        if (entry != null) {
            if (log.number() > 0 && log.failure() == null) {
                append(CatalogRecords.DELETE, new Entry(entry.id, 0, entry.name, NOTHING));
            }
            log.outdated(folder.resolve(Long.toString(entry.id)));
        }
    }

    private void append(byte kind, Entry entry) {
        int at = log.reserve(CatalogRecords.length(entry.name, entry.document));
        CatalogRecords.put(log.bytes(), at, kind, entry.id, entry.start, entry.name, entry.document, log.number());
    }

    // ---- keeping

    /** Hands all changes to the operating system; after a failure it writes everything anew. Throws {@link StoreFailedException}. */
    public void flush() {
        boolean first = log.number() == 0 && !entries.isEmpty();
        boolean ended = log.isEarlier() && log.length() > wholeLength;
        if (first || ended || log.failure() != null || log.length() > LENGTH_FLOOR + 4 * wholeLength) {
            writeAnew();
        }
        log.flush();
    }

    private void writeAnew() {
        log.begin();
        int at = log.reserve(CatalogRecords.HEAD);
        CatalogRecords.begin(log.bytes(), at, nextId, entries.size(), log.number());
        entries.values().forEach(entry -> append(CatalogRecords.PUT, entry));
        wholeLength = log.length();
    }

    /** As {@link MessageStore#prepareSync()}. */
    public Step prepareSync() {
        flush();
        return log.prepareSync();
    }

    /** Makes everything durable and lets go of the file. */
    @Override
    public void close() {
        try {
            flush();
        } catch (StoreFailedException e) {
            events.damaged(folder, "closed without what changed last: " + e.getMessage());
        }
        log.close();
    }
}
