// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Sealing.class)
class ConsumerCatalogTest {
    private static final Path FOLDER = Path.of("/stream/consumers");
    private static final Path LOG = FOLDER.resolve("catalog-1.log");

    @Parameter
    Sealing sealing;

    private final TestDisk disk = new TestDisk();
    private final List<String> told = new ArrayList<>();

    private ConsumerCatalog open(Disk disk) {
        return ConsumerCatalog.open(sealing.on(disk), FOLDER, StoreEvents.IGNORED);
    }

    private static ConsumerStore create(ConsumerCatalog catalog, String name, String document) {
        ConsumerStore store = catalog.place();
        catalog.create(name, document.getBytes(UTF_8), store);
        return store;
    }

    private static Map<String, String> all(ConsumerCatalog catalog) {
        Map<String, String> all = new TreeMap<>();
        catalog.names().forEach(name -> all.put(name, new String(catalog.document(name), UTF_8)));
        return all;
    }

    @Test
    void any_number_of_consumers_share_one_sync() {
        ConsumerCatalog catalog = open(disk);
        for (int i = 0; i < 1_000; i++) {
            create(catalog, "c" + i, "document " + i);
            catalog.flush();
        }
        assertThat(disk.syncs).isZero();
        MessageStoreContract.step(catalog.prepareSync());
        assertThat(disk.syncs)
                .as("the file, its folder and the folder's folder")
                .isEqualTo(3);
        create(catalog, "one more", "");
        catalog.delete("c7");
        MessageStoreContract.step(catalog.prepareSync());
        assertThat(disk.syncs).isEqualTo(4);

        ConsumerCatalog again = open(disk.powerCut(TestDisk.Unsynced.GONE, new Random(1)));
        assertThat(again.names()).hasSize(1_000).contains("c999", "one more").doesNotContain("c7");
        assertThat(again.document("c999")).isEqualTo("document 999".getBytes(UTF_8));
    }

    @Test
    void what_was_flushed_is_back_after_the_process_was_killed() {
        ConsumerCatalog catalog = open(disk);
        create(catalog, "a", "1").startsAt(7);
        ConsumerStore late = catalog.place();
        late.startsAt(9);
        catalog.create("b", "1".getBytes(UTF_8), late);
        catalog.change("a", "2".getBytes(UTF_8));
        catalog.flush();
        create(catalog, "c", "never flushed");

        ConsumerCatalog again = open(disk);
        assertThat(all(again)).isEqualTo(Map.of("a", "2", "b", "1"));
        assertThat(again.openState("b").recovered().floorStreamSequence()).isEqualTo(8);
    }

    @Test
    void a_consumer_of_the_same_name_has_a_state_of_its_own_and_the_old_one_goes_with_the_next_sync() {
        ConsumerCatalog catalog = open(disk);
        ConsumerStore old = create(catalog, "a", "old");
        old.delivered(1, 1, 1, 1, true);
        old.close();
        catalog.delete("a");
        create(catalog, "a", "new");
        catalog.flush();
        assertThat(open(TestDisk.of(disk.contents())).openState("a").recovered().pending())
                .isEmpty();
        MessageStoreContract.step(catalog.prepareSync());
        assertThat(disk.contents()).containsOnlyKeys(LOG);
    }

    @Test
    void a_state_whose_consumer_is_deleted_goes_with_the_next_start() {
        ConsumerCatalog catalog = open(disk);
        ConsumerStore state = create(catalog, "a", "");
        state.delivered(1, 1, 1, 1, true);
        state.close();
        create(catalog, "b", "");
        catalog.delete("a");
        catalog.flush();
        assertThat(disk.contents()).hasSize(2);
        open(disk);
        assertThat(disk.contents()).containsOnlyKeys(LOG);
    }

    @Test
    void the_log_is_written_anew_when_most_of_it_is_old() {
        ConsumerCatalog catalog = open(disk);
        create(catalog, "a", "x".repeat(1_000));
        for (int i = 0; i < 1_000; i++) {
            catalog.change("a", (i + "x".repeat(1_000)).getBytes(UTF_8));
            MessageStoreContract.step(catalog.prepareSync());
        }
        assertThat(disk.contents().values().stream()
                        .mapToInt(bytes -> bytes.length)
                        .sum())
                .isLessThan(200_000);
        assertThat(all(open(disk)).get("a")).startsWith("999x");
    }

    @Test
    void a_full_disk_refuses_and_everything_is_there_once_there_is_room() {
        ConsumerCatalog catalog = open(disk);
        create(catalog, "a", "1");
        MessageStoreContract.step(catalog.prepareSync());
        disk.room = 10;
        create(catalog, "b", "1");
        assertThatThrownBy(catalog::flush).isInstanceOf(StoreFailedException.class);
        catalog.delete("b");
        assertThatThrownBy(catalog::flush).isInstanceOf(StoreFailedException.class);
        assertThat(all(open(TestDisk.of(disk.contents())))).isEqualTo(Map.of("a", "1"));
        disk.room = Long.MAX_VALUE;
        create(catalog, "c", "1");
        MessageStoreContract.step(catalog.prepareSync());
        assertThat(all(open(disk.powerCut(TestDisk.Unsynced.GONE, new Random(1)))))
                .isEqualTo(Map.of("a", "1", "c", "1"));
    }

    @Test
    void a_failed_sync_is_told_and_the_next_one_writes_everything_anew() {
        ConsumerCatalog catalog = open(disk);
        create(catalog, "a", "1");
        disk.failSyncs = true;
        assertThatThrownBy(() -> MessageStoreContract.step(catalog.prepareSync()))
                .isInstanceOf(StoreFailedException.class);
        disk.forgetUnsynced();
        disk.failSyncs = false;
        create(catalog, "b", "1");
        MessageStoreContract.step(catalog.prepareSync());
        assertThat(all(open(disk.powerCut(TestDisk.Unsynced.GONE, new Random(1)))))
                .isEqualTo(Map.of("a", "1", "b", "1"));
    }

    @Test
    void a_flipped_bit_changes_nothing() {
        ConsumerCatalog catalog = open(disk);
        create(catalog, "a", "first");
        create(catalog, "b", "second");
        catalog.flush();
        catalog.change("a", "third".getBytes(UTF_8));
        create(catalog, "c", "fourth");
        catalog.delete("b");
        catalog.flush();
        byte[] bytes = disk.contents().get(LOG);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(all(open(TestDisk.of(Map.of(LOG, flipped)))))
                    .as("bit " + bit)
                    .isEqualTo(Map.of("a", "third", "c", "fourth"));
        }
    }

    @Test
    void a_record_that_is_damaged_costs_its_consumer_alone_and_no_state_is_deleted() {
        ConsumerCatalog catalog = open(disk);
        for (String name : List.of("a", "b", "c")) {
            ConsumerStore state = create(catalog, name, "document of " + name);
            state.delivered(1, 1, 1, 1, true);
            state.close();
        }
        catalog.flush();
        Map<Path, byte[]> contents = disk.contents();
        byte[] bytes = contents.get(LOG);
        int second = sealing.start()
                + CatalogRecords.HEAD
                + CatalogRecords.length("a".getBytes(UTF_8), "document of a".getBytes(UTF_8));
        for (int at : new int[] {second, second + CatalogRecords.HEAD}) {
            byte[] damaged = bytes.clone();
            damaged[at + 1] ^= 0x55;
            damaged[at + 5] ^= 0x33;
            contents.put(LOG, damaged);
            TestDisk left = TestDisk.of(contents);
            ConsumerCatalog found = ConsumerCatalog.open(sealing.on(left), FOLDER, (file, what) -> told.add(what));
            assertThat(found.names()).as("damage at " + at).containsExactly("a", "c");
            assertThat(left.contents()).containsKey(FOLDER.resolve("2").resolve("state-1.log"));
            assertThat(told).anyMatch(what -> what.startsWith("the list of consumers is damaged"));
            assertThat(told).contains("the state of a consumer that nobody knows; it is left alone");
        }
    }

    /** Changes at random, and after each step every kind of power cut: what was synced is there, and nothing that never was. */
    @Test
    void what_was_synced_survives_every_power_cut() {
        Seeds.each(sealing.runs(Boolean.getBoolean("natskit.full") ? 50 : 5), this::cuts);
    }

    private void cuts(Random random) {
        TestDisk disk = new TestDisk();
        ConsumerCatalog catalog = open(disk);
        TreeMap<Integer, Map<String, String>> history = new TreeMap<>();
        history.put(0, Map.of());
        int synced = 0;
        for (int step = 1; step <= 150; step++) {
            String name = "c" + random.nextInt(6);
            if (!catalog.names().contains(name)) {
                create(catalog, name, "document " + step + "x".repeat(random.nextInt(2_000)));
            } else if (random.nextBoolean()) {
                catalog.change(name, ("changed " + step + "x".repeat(random.nextInt(2_000))).getBytes(UTF_8));
            } else {
                catalog.delete(name);
            }
            catalog.flush();
            history.put(step, all(catalog));
            if (random.nextInt(4) == 0) {
                MessageStoreContract.step(catalog.prepareSync());
                synced = step;
            }
            for (TestDisk.Unsynced unsynced : TestDisk.Unsynced.values()) {
                Map<String, String> back = all(open(disk.powerCut(unsynced, random)));
                if (unsynced != TestDisk.Unsynced.ANY) {
                    assertThat(history.tailMap(synced).values()).contains(back);
                }
            }
        }
    }
}
