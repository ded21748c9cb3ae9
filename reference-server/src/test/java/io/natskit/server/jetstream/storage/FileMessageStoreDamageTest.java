// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of bytes that are not what was written, and what is served all the same (row D5), plain and encrypted (D10). */
@ParameterizedClass
@EnumSource(Sealing.class)
class FileMessageStoreDamageTest {
    private static final boolean FULL = Boolean.getBoolean("natskit.full");

    @Parameter
    Sealing sealing;

    @Test
    void a_flipped_bit_loses_one_message_at_most_and_never_changes_one() {
        Seeds.each(sealing.runs(FULL ? 10 : 1), random -> {
            StoreRun run = new StoreRun(sealing, random, StoreRun.options(random));
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

    private void checkFlipped(StoreRun run, TestDisk disk, String where) {
        FileMessageStore back = run.open(disk);
        MessageStoreContract.step(back.prepareSync());
        StoreRun.upkeepToItsEnd(back);
        Map<Long, NaiveStore.Message> found = StoreRun.all(back);
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
        assertThat(StoreRun.all(again)).as(where + ", the start after").isEqualTo(found);
        assertThat(again.lost().sequences())
                .as(where + ", the start after")
                .containsExactlyInAnyOrderElementsOf(missing);
    }

    @Test
    void the_last_message_of_a_block_is_told_lost_after_the_block_was_written_anew_without_it() {
        StoreRun run = new StoreRun(sealing, new Random(1), new StoreOptions(false, 4 << 10));
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
        StoreRun.upkeepToItsEnd(back);
        back.close();

        assertThat(run.open(damaged).lost().sequences()).containsExactly(last);
    }

    @Test
    void a_damaged_record_of_a_removed_message_is_no_loss_and_is_looked_at_once() {
        StoreRun run = new StoreRun(sealing, new Random(1), new StoreOptions(false, 4 << 10));
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
        StoreRun.upkeepToItsEnd(back);
        assertThat(StoreRun.all(back)).isEqualTo(run.naive.messages);
        assertThat(back.lost()).isEqualTo(LostMessages.NONE);
    }

    @Test
    void a_lost_message_at_the_front_is_told_until_the_front_is_removed_beyond_it_also_by_the_next_start() {
        StoreRun run = new StoreRun(sealing, new Random(1), new StoreOptions(false, 4 << 10));
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
        StoreRun.upkeepToItsEnd(back);
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
        StoreRun run = new StoreRun(sealing, new Random(1), new StoreOptions(false, 4 << 10));
        for (int i = 0; i < 60; i++) {
            run.append(150);
        }
        run.sync();
        StoreRun.upkeepToItsEnd(run.store);
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
        StoreRun run = new StoreRun(sealing, new Random(1), new StoreOptions(false, 4 << 10));
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
                sealing.on(TestDisk.of(contents)), StoreRun.FOLDER, run.options, (file, what) -> told.add(what));
        assertThat(told).anyMatch(what -> what.contains("message 3"));
        assertThat(back.lost().sequences()).containsExactly(3L);
        assertThat(back.lost().bytes()).isPositive();
        assertThat(back.next(SubjectFilter.ALL, 3)).isEqualTo(4);
        assertThat(back.count(SubjectFilter.ALL, 1)).isEqualTo(4);
        assertThat(back.messages()).isEqualTo(4);
    }
}
