// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A store under random operations, plain or encrypted, beside what it must have. */
final class StoreRun {
    static final Path FOLDER = Path.of("/store");

    final Random random;
    private final Sealing sealing;
    final TestDisk disk = new TestDisk();
    final NaiveStore naive = new NaiveStore();
    final Map<Long, NaiveStore.Message> ever = new HashMap<>();
    final Set<Long> removedSinceSync = new HashSet<>();
    final StoreOptions options;
    FileMessageStore store;
    TreeMap<Long, NaiveStore.Message> synced = new TreeMap<>();
    long syncedLast;
    long time = 1;

    StoreRun(Sealing sealing, Random random, StoreOptions options) {
        this.sealing = sealing;
        this.random = random;
        this.options = options;
        store = open(disk);
    }

    FileMessageStore open(Disk on) {
        return FileMessageStore.open(sealing.on(on), FOLDER, options, StoreEvents.IGNORED);
    }

    void operations(int count) {
        for (int i = 0; i < count; i++) {
            operation(random.nextInt(100));
        }
    }

    void operation(int choice) {
        if (choice < 50) {
            for (int n = random.nextInt(8); n >= 0; n--) {
                append(random.nextInt(200));
            }
        } else if (choice < 70) {
            remove(choice < 60 ? naive.first : some(), random.nextInt(3) == 0);
        } else if (choice < 72) {
            List<Long> gone = naive.purge("a.*", 0, random.nextInt(4));
            removedSinceSync.addAll(gone);
            long keep = naive.matching("a.*", 0).size();
            store.purge(SubjectFilter.of("a.*"), 0, keep, Removals.IGNORED);
        } else if (choice < 73) {
            long before = some();
            removedSinceSync.addAll(naive.purge(">", before, 0));
            store.purge(SubjectFilter.ALL, before, 0, Removals.IGNORED);
        } else if (choice < 75) {
            long next = naive.last + 1 + random.nextInt(5);
            naive.skipTo(next);
            store.skipTo(next, 0);
        } else if (choice < 85) {
            store.flush();
        } else if (choice < 93) {
            sync();
        } else if (choice < 98) {
            upkeep();
        } else {
            store.close();
            if (random.nextBoolean()) {
                store.leaveIndex(() -> false);
            }
            store = open(disk);
            rememberSynced();
        }
    }

    void append(int size) {
        long sequence = naive.last + 1;
        String subject = "abc".charAt(random.nextInt(3)) + (random.nextBoolean() ? "" : "." + random.nextInt(4));
        NaiveStore.Message message = new NaiveStore.Message(
                subject, "", sequence + "p".repeat(size), time++, random.nextInt(9) == 0 ? time + 5 : 0);
        assertThat(store.append(MessageStoreContract.message(
                        subject, "", message.payload(), message.timestamp(), message.expires())))
                .isEqualTo(sequence);
        naive.append(sequence, message);
        ever.put(sequence, message);
    }

    void remove(long sequence, boolean erase) {
        if (naive.remove(sequence)) {
            store.remove(sequence, erase, Removals.IGNORED);
            removedSinceSync.add(sequence);
        }
    }

    long some() {
        return naive.messages.isEmpty()
                ? 0
                : naive.first + (long) (random.nextDouble() * (naive.last - naive.first + 1));
    }

    void sync() {
        MessageStoreContract.step(store.prepareSync());
        rememberSynced();
    }

    void rememberSynced() {
        synced = new TreeMap<>(naive.messages);
        syncedLast = naive.last;
        removedSinceSync.clear();
    }

    void upkeep() {
        Step step = store.planUpkeep();
        if (step != null) {
            MessageStoreContract.step(step);
        }
    }

    /** A disk after a cut: what was synced is there, what was gone stays away, nothing is what it never was. */
    void check(TestDisk after) {
        FileMessageStore back = open(after);
        assertThat(back.lastSequence()).isGreaterThanOrEqualTo(syncedLast);
        Map<Long, NaiveStore.Message> found = all(back);
        synced.forEach((sequence, message) -> {
            if (!removedSinceSync.contains(sequence)) {
                assertThat(found).containsEntry(sequence, message);
            }
        });
        found.forEach((sequence, message) -> {
            assertThat(message).isEqualTo(ever.get(sequence));
            assertThat(sequence > syncedLast || synced.containsKey(sequence))
                    .as("message " + sequence + " was removed, and that was synced")
                    .isTrue();
        });
        assertThat(back.lost().sequences())
                .allSatisfy(lost -> assertThat(lost > syncedLast || removedSinceSync.contains(lost))
                        .as("lost: " + lost)
                        .isTrue());
        long next = back.append(MessageStoreContract.message("after", "", "cut", time, 0));
        assertThat(next).isGreaterThan(syncedLast).isEqualTo(back.lastSequence());
        MessageStoreContract.step(back.prepareSync());
        FileMessageStore again = open(after);
        assertThat(again.lastSequence()).isEqualTo(next);
        Map<Long, NaiveStore.Message> second = all(again);
        second.remove(next);
        assertThat(second).isEqualTo(found);
    }

    /** A sync that fails, and a store that goes on. */
    void failSync() {
        Step sync = store.prepareSync();
        disk.failSyncs = true;
        sync.run();
        assertThatThrownBy(sync::finish).isInstanceOf(StoreFailedException.class);
        disk.failSyncs = false;
        disk.forgetUnsynced();
        assertThat(store.resume()).isTrue();
        rememberSynced();
    }

    /** All messages of a store. */
    static Map<Long, NaiveStore.Message> all(FileMessageStore store) {
        Map<Long, NaiveStore.Message> all = new TreeMap<>();
        StoredMessage read = new StoredMessage();
        for (long at = store.next(SubjectFilter.ALL, 0); at != 0; at = store.next(SubjectFilter.ALL, at + 1)) {
            if (store.read(at, read)) {
                all.put(at, MessageStoreContract.plain(read));
            }
        }
        return all;
    }

    /** Small blocks, at times compressed. */
    static StoreOptions options(Random random) {
        return new StoreOptions(random.nextInt(3) == 0, 4 << 10);
    }

    /** Does all the upkeep that a store has to do. */
    static void upkeepToItsEnd(FileMessageStore store) {
        int steps = 0;
        for (Step step = store.planUpkeep(); step != null; step = store.planUpkeep()) {
            assertThat(++steps).as("pieces of upkeep").isLessThan(1_000);
            MessageStoreContract.step(step);
        }
    }
}
