// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What files hold through power cuts, torn writes, flipped bits, full disks and failed syncs (rows D3, D5, D7, D8), plain and encrypted (D10). */
@ParameterizedClass
@EnumSource(Sealing.class)
class FileMessageStoreCrashTest {
    private static final boolean FULL = Boolean.getBoolean("natskit.full");
    private static final Path FOLDER = Path.of("/store");

    @Parameter
    Sealing sealing;

    /** A store under random operations, beside what it must have. */
    private final class Run {
        final Random random;
        final TestDisk disk = new TestDisk();
        final NaiveStore naive = new NaiveStore();
        final Map<Long, NaiveStore.Message> ever = new HashMap<>();
        final Set<Long> removedSinceSync = new HashSet<>();
        final Set<Long> erased = new HashSet<>();
        final StoreOptions options;
        FileMessageStore store;
        TreeMap<Long, NaiveStore.Message> synced = new TreeMap<>();
        long syncedLast;
        long time = 1;

        Run(Random random, StoreOptions options) {
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
                if (erase) {
                    erased.add(sequence);
                }
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
    }

    private static Map<Long, NaiveStore.Message> all(FileMessageStore store) {
        Map<Long, NaiveStore.Message> all = new TreeMap<>();
        StoredMessage read = new StoredMessage();
        for (long at = store.next(SubjectFilter.ALL, 0); at != 0; at = store.next(SubjectFilter.ALL, at + 1)) {
            if (store.read(at, read)) {
                all.put(at, MessageStoreContract.plain(read));
            }
        }
        return all;
    }

    private static StoreOptions options(Random random) {
        return new StoreOptions(random.nextInt(3) == 0, 4 << 10);
    }

    @Test
    void every_power_cut_loses_only_what_was_not_synced() {
        Seeds.each(sealing.runs(FULL ? 150 : 6), random -> {
            Run run = new Run(random, options(random));
            for (int i = 0; i < 150; i++) {
                run.operations(1);
                for (TestDisk.Unsynced unsynced : TestDisk.Unsynced.values()) {
                    run.check(run.disk.powerCut(unsynced, random));
                }
            }
        });
    }

    @Test
    void a_file_cut_at_any_byte_loses_only_what_was_behind_the_cut() {
        Seeds.each(sealing.runs(1), random -> {
            Run run = new Run(random, new StoreOptions(false, 512 << 10));
            run.operations(200);
            while (run.store.active() == null || run.store.active().end < (64 << 10)) {
                run.append(random.nextInt(200));
            }
            run.sync();
            TreeMap<Integer, Long> ends = new TreeMap<>();
            for (int i = 0; i < 64 << 10; ) {
                int before = run.store.active() == null ? 0 : run.store.active().end;
                run.append(random.nextInt(400));
                i += Math.max(0, run.store.active().end - before);
                ends.put(run.store.active().end, run.naive.last);
            }
            run.store.flush();
            Map<Path, byte[]> contents = run.disk.contents();
            Path last = run.store.active().path;
            int end = contents.get(last).length;
            for (int cut = end; cut >= end - (64 << 10); cut -= FULL ? 1 : 97) {
                Map<Path, byte[]> torn = new TreeMap<>(contents);
                torn.put(last, Arrays.copyOf(contents.get(last), cut));
                FileMessageStore back = run.open(TestDisk.of(torn));
                Map.Entry<Integer, Long> whole = ends.floorEntry(cut - sealing.start());
                assertThat(back.lastSequence()).isEqualTo(whole == null ? run.syncedLast : whole.getValue());
                assertThat(back.lost()).isEqualTo(LostMessages.NONE);
                if (FULL || cut % 8 == 0) {
                    assertThat(all(back))
                            .isEqualTo(new TreeMap<>(run.naive.messages.headMap(back.lastSequence(), true)));
                }
            }
        });
    }

    @Test
    void a_flipped_bit_loses_one_message_at_most_and_never_changes_one() {
        Seeds.each(sealing.runs(FULL ? 10 : 1), random -> {
            Run run = new Run(random, options(random));
            run.operations(400);
            run.sync();
            for (int i = 0; i < 20; i++) {
                run.upkeep();
                run.sync();
            }
            if (random.nextBoolean()) {
                run.store.close();
                run.store.leaveIndex(() -> false);
            }
            Map<Path, byte[]> contents = run.disk.contents();
            List<Path> paths = new ArrayList<>(contents.keySet());
            long total =
                    contents.values().stream().mapToLong(bytes -> bytes.length).sum();
            for (int i = 0; i < (FULL ? 1_000 : 150); i++) {
                long at = (long) (random.nextDouble() * total);
                int file = 0;
                while (at >= contents.get(paths.get(file)).length) {
                    at -= contents.get(paths.get(file++)).length;
                }
                Map<Path, byte[]> flipped = new TreeMap<>(contents);
                byte[] bytes = contents.get(paths.get(file)).clone();
                bytes[(int) at] ^= (byte) (1 << random.nextInt(8));
                flipped.put(paths.get(file), bytes);
                checkFlipped(run, TestDisk.of(flipped), paths.get(file) + " at " + at);
            }
        });
    }

    private void checkFlipped(Run run, TestDisk disk, String where) {
        FileMessageStore back = run.open(disk);
        MessageStoreContract.step(back.prepareSync());
        upkeepToItsEnd(back);
        Map<Long, NaiveStore.Message> found = all(back);
        assertThat(back.lastSequence()).as(where).isGreaterThanOrEqualTo(run.naive.last);
        assertThat(run.naive.messages).as(where).containsAllEntriesOf(found);
        assertThat(run.naive.messages.size() - found.size()).as(where).isBetween(0, 1);
        Set<Long> missing = new HashSet<>(run.naive.messages.keySet());
        missing.removeAll(found.keySet());
        assertThat(back.lost().sequences()).as(where).containsExactlyInAnyOrderElementsOf(missing);
        assertThat(back.count(SubjectFilter.ALL, 0)).isEqualTo(found.size());
        MessageStoreContract.step(back.prepareSync());
        back.close();
        back.leaveIndex(() -> false);
        FileMessageStore again = run.open(disk);
        assertThat(all(again)).as(where + ", the start after").isEqualTo(found);
        assertThat(again.lost().sequences())
                .as(where + ", the start after")
                .containsExactlyInAnyOrderElementsOf(missing);
    }

    private static void upkeepToItsEnd(FileMessageStore store) {
        int steps = 0;
        for (Step step = store.planUpkeep(); step != null; step = store.planUpkeep()) {
            assertThat(++steps).as("pieces of upkeep").isLessThan(1_000);
            MessageStoreContract.step(step);
        }
    }

    @Test
    void the_last_message_of_a_block_is_told_lost_after_the_block_was_written_anew_without_it() {
        Run run = new Run(new Random(1), new StoreOptions(false, 4 << 10));
        while (run.store.active() == null || run.store.active().base == 1) {
            run.append(150);
        }
        run.sync();
        long last = run.store.blocks.first().lastSequence;
        Map<Path, byte[]> contents = run.disk.contents();
        contents.get(contents.keySet().iterator().next())[
                sealing.start() + (int) run.store.index().sequences().place(last) + 60] ^= 0x11;
        TestDisk damaged = TestDisk.of(contents);

        FileMessageStore back = run.open(damaged);
        // compressing writes the block anew
        back.reconfigure(new StoreOptions(true, 4 << 10));
        MessageStoreContract.step(back.prepareSync());
        upkeepToItsEnd(back);
        back.close();

        assertThat(run.open(damaged).lost().sequences()).containsExactly(last);
    }

    @Test
    void a_damaged_record_of_a_removed_message_is_no_loss_and_is_looked_at_once() {
        Run run = new Run(new Random(1), new StoreOptions(false, 4 << 10));
        for (int i = 0; i < 40; i++) {
            run.append(150);
        }
        run.sync();
        Map<Path, byte[]> contents = run.disk.contents();
        Path block = contents.keySet().iterator().next();
        contents.get(block)[
                sealing.start() + (int) run.store.index().sequences().place(3) + 60] ^= 0x11;
        run.remove(3, false);
        run.sync();
        Map<Path, byte[]> after = run.disk.contents();
        after.put(block, contents.get(block));

        FileMessageStore back = run.open(TestDisk.of(after));
        MessageStoreContract.step(back.prepareSync());
        upkeepToItsEnd(back);
        assertThat(all(back)).isEqualTo(run.naive.messages);
        assertThat(back.lost()).isEqualTo(LostMessages.NONE);
    }

    @Test
    void what_is_erased_is_in_no_file_after_the_sync() {
        Seeds.each(sealing.runs(FULL ? 40 : 4), random -> {
            Run run = new Run(random, new StoreOptions(false, 4 << 10));
            run.append(30);
            String marker = "SECRET-" + random.nextLong();
            long sequence = run.store.append(MessageStoreContract.message("x." + marker, "", marker, 1, 0));
            run.naive.append(sequence, new NaiveStore.Message("x." + marker, "", marker, 1, 0));
            run.operations(random.nextInt(80));
            if (!run.store.remove(sequence, true, Removals.IGNORED)) {
                return;
            }
            run.naive.remove(sequence);
            run.sync();
            run.sync();
            for (byte[] bytes : run.disk.contents().values()) {
                assertThat(new String(bytes, ISO_8859_1)).doesNotContain(marker);
            }
        });
    }

    @Test
    void a_full_disk_refuses_what_is_new_and_nothing_else_and_takes_in_again_when_there_is_room() {
        Seeds.each(sealing.runs(FULL ? 200 : 20), random -> {
            Run run = new Run(random, options(random));
            run.operations(60);
            run.sync();
            run.disk.room = random.nextInt(3_000);
            StoreFailedException failure = null;
            for (int i = 0; i < 400 && failure == null; i++) {
                failure = appendUntilFull(run);
            }
            assertThat(failure).isNotNull();
            assertThat(run.store.failure()).isNotNull();
            assertThatThrownBy(() -> run.store.append(MessageStoreContract.message("a", "", "", 1, 0)))
                    .isInstanceOf(StoreFailedException.class);
            assertThat(all(run.store)).isEqualTo(run.naive.messages);
            run.remove(run.naive.first, false);
            run.disk.room = 0;
            assertThat(run.store.resume()).isFalse();
            run.check(run.disk.powerCut(TestDisk.Unsynced.KEPT, random));

            run.disk.room = Long.MAX_VALUE;
            assertThat(run.store.resume()).isTrue();
            run.naive.last = run.store.lastSequence();
            run.operations(60);
            run.sync();
            assertThat(all(run.store)).isEqualTo(run.naive.messages);
            run.check(run.disk.powerCut(TestDisk.Unsynced.GONE, random));
        });
    }

    // one batch; what was appended since the last flush is dropped when it fails
    private @Nullable StoreFailedException appendUntilFull(Run run) {
        TreeMap<Long, NaiveStore.Message> before = new TreeMap<>(run.naive.messages);
        try {
            for (int n = run.random.nextInt(5); n >= 0; n--) {
                run.append(run.random.nextInt(300));
            }
            run.store.flush();
            return null;
        } catch (StoreFailedException e) {
            run.naive.messages.clear();
            run.naive.messages.putAll(before);
            run.naive.last = run.store.lastSequence();
            run.naive.settle();
            return e;
        }
    }

    @Test
    void after_a_failed_sync_nothing_is_trusted_that_was_not_durable_before() {
        Seeds.each(sealing.runs(FULL ? 200 : 20), random -> {
            Run run = new Run(random, options(random));
            run.operations(60);
            run.sync();
            if (random.nextInt(3) == 0) {
                // after a start less is known to be durable
                run.store = run.open(run.disk);
            }
            for (int i = 0; i < 10; i++) {
                run.append(random.nextInt(300));
                run.remove(run.some(), false);
            }
            Step sync = run.store.prepareSync();
            run.disk.failSyncs = true;
            sync.run();
            assertThatThrownBy(sync::finish).isInstanceOf(StoreFailedException.class);
            assertThatThrownBy(() -> run.store.append(MessageStoreContract.message("a", "", "", 1, 0)))
                    .isInstanceOf(StoreFailedException.class);
            assertThat(all(run.store)).isEqualTo(run.naive.messages);
            assertThat(run.store.resume()).isFalse();

            run.disk.failSyncs = false;
            // the operating system calls the pages clean, though they never got to the disk
            Map<Path, byte[]> before =
                    run.disk.powerCut(TestDisk.Unsynced.GONE, random).contents();
            run.disk.forgetUnsynced();
            assertThat(run.store.resume()).isTrue();
            run.rememberSynced();
            run.check(run.disk.powerCut(TestDisk.Unsynced.GONE, random));
            assertThat(before).isNotNull();
            run.operations(60);
            run.sync();
            assertThat(all(run.store)).isEqualTo(run.naive.messages);
            run.check(run.disk.powerCut(TestDisk.Unsynced.GONE, random));
        });
    }

    @Test
    void a_block_that_begins_below_an_empty_one_after_a_failed_sync_keeps_its_messages_when_that_before_is_rewritten() {
        Run run = new Run(new Random(1), new StoreOptions(true, 4 << 10));
        while (run.store.blocks.all().size() < 2) {
            run.append(150);
        }
        while (run.store.active().end < 3_000) {
            run.append(150);
        }
        run.sync();
        while (run.store.blocks.all().size() < 3) {
            run.append(150);
        }
        Block third = run.store.active();
        failSync(run);
        assertThat(run.store.active().base).isLessThan(third.base);

        // each is so full that it is compressed alone
        while (run.store.blocks.all().size() < 6) {
            run.append(150);
        }
        run.sync();
        upkeepToItsEnd(run.store);
        run.sync();
        assertThat(all(run.open(run.disk))).isEqualTo(run.naive.messages);
        run.check(run.disk.powerCut(TestDisk.Unsynced.GONE, run.random));
    }

    @Test
    void what_was_removed_in_a_block_that_a_failed_sync_made_void_is_not_taken_for_lost() {
        Run run = new Run(new Random(1), new StoreOptions(false, 4 << 10));
        while (run.store.blocks.all().size() < 2) {
            run.append(150);
        }
        run.remove(5, false);
        while (run.store.blocks.all().size() < 3) {
            run.append(150);
        }
        run.sync();
        upkeepToItsEnd(run.store);
        // a start takes a block without a summary for doubtful, and the one behind it for durable
        run.disk.delete(run.store.blocks.first().summaryPath());
        run.store = run.open(run.disk);
        run.append(10);
        failSync(run);
        assertThat(run.store.lost()).isEqualTo(LostMessages.NONE);
        FileMessageStore back = run.open(run.disk);
        assertThat(back.lost()).isEqualTo(LostMessages.NONE);
        assertThat(all(back)).isEqualTo(run.naive.messages);
    }

    private void failSync(Run run) {
        Step sync = run.store.prepareSync();
        run.disk.failSyncs = true;
        sync.run();
        assertThatThrownBy(sync::finish).isInstanceOf(StoreFailedException.class);
        run.disk.failSyncs = false;
        run.disk.forgetUnsynced();
        assertThat(run.store.resume()).isTrue();
        run.rememberSynced();
    }

    @Test
    void a_lost_message_at_the_front_is_told_until_the_front_is_removed_beyond_it_also_by_the_next_start() {
        Run run = new Run(new Random(1), new StoreOptions(false, 4 << 10));
        for (int i = 0; i < 60; i++) {
            run.append(150);
        }
        run.sync();
        Map<Path, byte[]> contents = run.disk.contents();
        contents.get(contents.keySet().iterator().next())[
                sealing.start() + BlockFormat.DATA_START + BlockFormat.HEAD + 24 + 60] ^= 0x11;
        TestDisk damaged = TestDisk.of(contents);
        FileMessageStore back = run.open(damaged);
        assertThat(back.lost().sequences()).containsExactly(1L);
        assertThat(back.firstSequence()).isEqualTo(2);
        // a block of its own goes when it is empty, and one that is rewritten says what is deleted
        for (long sequence = 3; sequence < 30; sequence++) {
            back.remove(sequence, false, Removals.IGNORED);
        }
        MessageStoreContract.step(back.prepareSync());
        upkeepToItsEnd(back);
        back.close();

        FileMessageStore again = run.open(damaged);
        assertThat(again.lost().sequences()).containsExactly(1L);
        again.remove(2, false, Removals.IGNORED);
        assertThat(again.firstSequence()).isEqualTo(30);
        assertThat(again.lost()).isEqualTo(LostMessages.NONE);
        again.close();
        assertThat(run.open(damaged).lost()).isEqualTo(LostMessages.NONE);
    }

    @Test
    void a_message_at_the_front_that_is_found_damaged_while_the_store_is_open_is_told() {
        Run run = new Run(new Random(1), new StoreOptions(false, 4 << 10));
        for (int i = 0; i < 60; i++) {
            run.append(150);
        }
        run.sync();
        upkeepToItsEnd(run.store);
        run.store.close();
        Map<Path, byte[]> contents = run.disk.contents();
        contents.get(contents.keySet().iterator().next())[
                sealing.start() + BlockFormat.DATA_START + BlockFormat.HEAD + 24 + 60] ^= 0x11;
        FileMessageStore back = run.open(TestDisk.of(contents));
        assertThat(back.lost()).isEqualTo(LostMessages.NONE);
        assertThat(back.read(1, new StoredMessage())).isFalse();
        assertThat(back.firstSequence()).isEqualTo(2);
        assertThat(back.lost().sequences()).containsExactly(1L);
        back.purge(SubjectFilter.ALL, 0, 0, Removals.IGNORED);
        assertThat(back.lost()).isEqualTo(LostMessages.NONE);
    }

    @Test
    void a_lost_message_is_told_and_passed_over() {
        Run run = new Run(new Random(1), new StoreOptions(false, 4 << 10));
        for (int i = 0; i < 5; i++) {
            run.append(50);
        }
        run.sync();
        Map<Path, byte[]> contents = run.disk.contents();
        Path block = contents.keySet().iterator().next();
        byte[] bytes = contents.get(block);
        int place = sealing.start() + (int) run.store.index().sequences().place(3);
        bytes[place + 60] ^= 0x11;
        List<String> told = new ArrayList<>();
        FileMessageStore back = FileMessageStore.open(
                sealing.on(TestDisk.of(contents)), FOLDER, run.options, (file, what) -> told.add(what));
        assertThat(told).anyMatch(what -> what.contains("message 3"));
        assertThat(back.lost().sequences()).containsExactly(3L);
        assertThat(back.lost().bytes()).isPositive();
        assertThat(back.next(SubjectFilter.ALL, 3)).isEqualTo(4);
        assertThat(back.count(SubjectFilter.ALL, 1)).isEqualTo(4);
        assertThat(back.messages()).isEqualTo(4);
    }
}
