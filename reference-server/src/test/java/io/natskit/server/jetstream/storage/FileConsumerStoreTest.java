// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Sealing.class)
class FileConsumerStoreTest {
    private static final Path FOLDER = Path.of("/consumer");

    @Parameter
    Sealing sealing;

    private final TestDisk disk = new TestDisk();

    private FileConsumerStore open(Disk disk) {
        return openAt(disk, 1);
    }

    private FileConsumerStore openAt(Disk disk, long start) {
        return FileConsumerStore.open(sealing.on(disk), FOLDER, start, StoreEvents.IGNORED);
    }

    private static void sync(ConsumerStore store) {
        Step step = store.prepareSync();
        step.run();
        step.finish();
    }

    @Test
    void a_new_consumer_has_no_state() {
        ConsumerState state = open(disk).recovered();
        assertThat(state.deliveredConsumerSequence()).isZero();
        assertThat(state.pending()).isEmpty();
    }

    @Test
    void a_new_consumer_begins_where_it_was_told_and_has_no_file() {
        FileConsumerStore store = openAt(disk, 42);
        sync(store);
        store.close();
        assertThat(disk.contents()).isEmpty();
        assertThat(disk.syncs).isZero();
        ConsumerState state = openAt(disk, 42).recovered();
        assertThat(state.deliveredStreamSequence()).isEqualTo(41);
        assertThat(state.floorStreamSequence()).isEqualTo(41);
        assertThat(state.deliveredConsumerSequence()).isZero();
    }

    @Test
    void the_first_change_keeps_where_the_consumer_began() {
        FileConsumerStore store = openAt(disk, 42);
        store.delivered(1, 42, 1, 100, true);
        store.flush();
        ConsumerState state = open(disk).recovered();
        assertThat(state.floorStreamSequence()).isEqualTo(41);
        assertThat(state.pending()).containsOnlyKeys(42L);
    }

    @Test
    void a_consumer_that_is_gone_writes_nothing_more() {
        FileConsumerStore store = open(disk);
        store.delivered(1, 1, 1, 5, true);
        store.discard();
        assertThat(disk.contents()).isEmpty();
    }

    @Test
    void a_full_disk_is_tried_again_with_one_file() {
        FileConsumerStore store = open(disk);
        ConsumerState state = new ConsumerState().delivered(1, 1);
        disk.room = 0;
        for (int i = 0; i < 5; i++) {
            store.replace(state);
            assertThatThrownBy(store::flush).isInstanceOf(StoreFailedException.class);
        }
        assertThat(disk.contents()).hasSize(1);
        disk.room = Long.MAX_VALUE;
        store.replace(state);
        sync(store);
        assertThat(open(disk).recovered().deliveredConsumerSequence()).isEqualTo(1);
    }

    @Test
    void what_was_flushed_is_back_after_the_process_was_killed() {
        FileConsumerStore store = open(disk);
        store.delivered(1, 10, 1, 100, true);
        store.delivered(2, 11, 1, 110, true);
        store.delivered(3, 12, 1, 120, true);
        store.delivered(4, 11, 2, 130, true);
        store.settled(10);
        store.ackFloor(1, 10);
        store.delivered(5, 13, 3, 140, true);
        store.exhausted(13, 2);
        store.flush();
        store.settled(12);

        ConsumerState state = open(disk).recovered();
        assertThat(state.deliveredConsumerSequence()).isEqualTo(5);
        assertThat(state.deliveredStreamSequence()).isEqualTo(13);
        assertThat(state.exhausted()).isEqualTo(Map.of(13L, 2));
        assertThat(state.floorConsumerSequence()).isEqualTo(1);
        assertThat(state.floorStreamSequence()).isEqualTo(10);
        assertThat(state.pending())
                .isEqualTo(Map.of(
                        11L, new ConsumerState.Pending(2, 130, 2),
                        12L, new ConsumerState.Pending(3, 120, 1)));
    }

    @Test
    void a_failed_sync_is_told_and_a_snapshot_writes_everything_anew() {
        FileConsumerStore store = open(disk);
        store.delivered(1, 1, 1, 5, true);
        disk.failSyncs = true;
        assertThatThrownBy(() -> sync(store)).isInstanceOf(StoreFailedException.class);
        assertThat(store.failure()).isNotNull();
        assertThat(store.snapshotDue()).isTrue();
        assertThatThrownBy(store::flush).isInstanceOf(StoreFailedException.class);
        disk.failSyncs = false;
        ConsumerState state = new ConsumerState().delivered(1, 1);
        state.pending().put(1L, new ConsumerState.Pending(1, 5, 1));
        store.replace(state);
        sync(store);

        assertThat(open(disk.powerCut(TestDisk.Unsynced.GONE, new Random(1)))
                        .recovered()
                        .pending())
                .containsOnlyKeys(1L);
    }

    /** Changes at random, and after each step every kind of power cut: what was synced is there, and nothing that never was. */
    @Test
    void what_was_synced_survives_every_power_cut() {
        Seeds.each(sealing.runs(Boolean.getBoolean("natskit.full") ? 50 : 5), this::cuts);
    }

    private void cuts(Random random) {
        TestDisk disk = new TestDisk();
        FileConsumerStore store = open(disk);
        ConsumerState state = store.recovered();
        Map<Long, String> history = new TreeMap<>();
        long step = 0;
        long synced = 0;
        history.put(0L, describe(state));
        for (int i = 0; i < 120; i++) {
            change(random, store, state);
            store.flush();
            history.put(++step, describe(state));
            if (random.nextInt(4) == 0) {
                sync(store);
                synced = step;
            }
            if (random.nextInt(15) == 0) {
                store.replace(state);
                store.flush();
            }
            for (TestDisk.Unsynced unsynced : TestDisk.Unsynced.values()) {
                String back = describe(open(disk.powerCut(unsynced, random)).recovered());
                if (unsynced != TestDisk.Unsynced.ANY) {
                    assertThat(((TreeMap<Long, String>) history).tailMap(synced).values())
                            .contains(back);
                }
            }
        }
    }

    private static void change(Random random, ConsumerStore store, ConsumerState state) {
        long consumer = state.deliveredConsumerSequence() + 1;
        int choice = random.nextInt(10);
        if (choice < 5 || state.pending().isEmpty()) {
            long stream = state.deliveredStreamSequence() + 1 + random.nextInt(3);
            store.delivered(consumer, stream, 1, consumer * 10, true);
            state.delivered(consumer, stream);
            state.pending().put(stream, new ConsumerState.Pending(consumer, consumer * 10, 1));
        } else if (choice < 7) {
            long stream = state.pending().lastKey();
            ConsumerState.Pending pending = state.pending().get(stream);
            store.delivered(consumer, stream, pending.deliveries() + 1, consumer * 10, true);
            state.delivered(consumer, state.deliveredStreamSequence());
            state.pending()
                    .put(
                            stream,
                            new ConsumerState.Pending(
                                    pending.consumerSequence(), consumer * 10, pending.deliveries() + 1));
        } else if (choice == 7) {
            long stream = state.pending().lastKey();
            state.pending().remove(stream);
            state.exhausted().put(stream, 3);
            store.exhausted(stream, 3);
        } else {
            long stream = state.pending().firstKey();
            ConsumerState.Pending pending = state.pending().remove(stream);
            store.settled(stream);
            if (random.nextBoolean()) {
                store.ackFloor(pending.consumerSequence(), stream);
                state.floor(pending.consumerSequence(), stream);
                state.pending().headMap(stream, true).clear();
                state.exhausted().headMap(stream, true).clear();
            }
        }
    }

    private static String describe(ConsumerState state) {
        return state.deliveredConsumerSequence() + "/" + state.deliveredStreamSequence() + " "
                + state.floorConsumerSequence() + "/" + state.floorStreamSequence() + " " + state.pending() + " "
                + state.exhausted();
    }

    @Test
    void a_delivery_that_is_lost_in_a_torn_end_comes_again() {
        FileConsumerStore store = open(disk);
        for (int i = 1; i <= 5; i++) {
            store.delivered(i, i, 1, i * 10, true);
        }
        store.flush();
        Map<Path, byte[]> contents = disk.contents();
        Path path = contents.keySet().iterator().next();
        byte[] bytes = contents.get(path).clone();
        // begin, positions and end come first
        int fifth = sealing.start() + 5 * ConsumerLog.RECORD;
        Arrays.fill(bytes, fifth, fifth + ConsumerLog.RECORD, (byte) 0);
        contents.put(path, bytes);
        ConsumerState state = open(TestDisk.of(contents)).recovered();
        assertThat(state.pending()).containsOnlyKeys(1L, 2L);
        assertThat(state.deliveredStreamSequence()).isEqualTo(2);
    }

    @Test
    void a_flipped_bit_changes_nothing() {
        FileConsumerStore store = open(disk);
        ConsumerState state = store.recovered();
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            change(random, store, state);
            store.flush();
        }
        String expected = describe(state);
        Map<Path, byte[]> contents = disk.contents();
        for (int i = 0; i < 500; i++) {
            Map<Path, byte[]> flipped = new TreeMap<>(contents);
            Path path = contents.keySet().iterator().next();
            byte[] bytes = contents.get(path).clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            flipped.put(path, bytes);
            assertThat(describe(open(TestDisk.of(flipped)).recovered())).isEqualTo(expected);
        }
    }
}
