// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    private static final Path DIR = Path.of("/data");

    private final TestDisk disk = new TestDisk();

    private static Storage open(Disk disk) {
        return Storage.open(disk, DIR, StoreEvents.IGNORED);
    }

    @Test
    void streams_and_consumers_are_found_again_with_their_documents() {
        StreamFolder stream = open(disk).account("A").create("ORDERS", "config".getBytes(UTF_8), true);
        ConsumerCatalog consumers = stream.openConsumers();
        ConsumerStore state = consumers.place();
        consumers.create("worker", "c1".getBytes(UTF_8), state);
        consumers.change("worker", "c2".getBytes(UTF_8));
        state.delivered(1, 1, 1, 1, true);
        state.close();
        consumers.close();

        Storage again = open(disk.powerCut(TestDisk.Unsynced.GONE, new Random(1)));
        assertThat(again.accounts()).containsExactly("A");
        StreamFolder found = again.account("A").streams().get(0);
        assertThat(found.name()).isEqualTo("ORDERS");
        assertThat(found.document()).isEqualTo("config".getBytes(UTF_8));
        ConsumerCatalog back = found.openConsumers();
        assertThat(back.names()).containsExactly("worker");
        assertThat(back.document("worker")).isEqualTo("c2".getBytes(UTF_8));
        assertThat(back.openState("worker").recovered().pending()).containsOnlyKeys(1L);
    }

    @Test
    void a_deleted_stream_does_not_come_back() {
        StreamFolder stream = open(disk).account("A").create("S", new byte[0], true);
        FileMessageStore messages = stream.openMessages(StoreOptions.DEFAULT);
        MessageStoreContract.append(messages, "a", "old");
        messages.close();
        stream.delete().run();
        assertThat(open(disk).account("A").streams()).isEmpty();
        FileMessageStore fresh =
                open(disk).account("A").create("S", new byte[0], true).openMessages(StoreOptions.DEFAULT);
        assertThat(fresh.lastSequence()).isZero();
    }

    @Test
    void a_stream_is_made_once() {
        AccountStorage account = open(disk).account("A");
        account.create("S", new byte[0], true);
        assertThatThrownBy(() -> account.create("S", new byte[0], true)).hasMessageContaining("stream: S");
    }

    @Test
    void a_stream_that_is_not_durable_yet_is_there_whole_or_not_at_all_after_a_power_cut() {
        Storage storage = open(disk);
        StreamFolder stream = storage.account("A").create("S", "config".getBytes(UTF_8), false);
        assertThat(documents(TestDisk.of(disk.contents()))).containsExactly("config");
        eachPowerCut(cut -> assertThat(documents(cut)).isIn(List.of(), List.of("config")));
        sync(stream);
        eachPowerCut(cut -> assertThat(documents(cut)).containsExactly("config"));
    }

    @Test
    void a_change_that_is_not_durable_yet_leaves_the_document_before_it_or_its_own_after_a_power_cut() {
        StreamFolder stream = open(disk).account("A").create("S", "first".getBytes(UTF_8), true);
        stream.writeDocument("second".getBytes(UTF_8), false);
        assertThat(documents(TestDisk.of(disk.contents()))).containsExactly("second");
        eachPowerCut(cut -> assertThat(documents(cut)).isIn(List.of("first"), List.of("second")));

        Step sync = stream.prepareSync();
        stream.writeDocument("third".getBytes(UTF_8), false);
        sync.run();
        sync.finish();
        eachPowerCut(cut -> assertThat(documents(cut)).isIn(List.of("second"), List.of("third")));
        sync(stream);
        eachPowerCut(cut -> assertThat(documents(cut)).containsExactly("third"));
        assertThat(disk.contents().keySet().stream()
                        .filter(path -> path.toString().endsWith(".doc")))
                .hasSize(2); // that of the account, and that of the stream
    }

    @Test
    void a_deletion_that_is_not_durable_yet_leaves_all_or_nothing_after_a_power_cut() {
        StreamFolder stream = open(disk).account("A").create("S", "config".getBytes(UTF_8), true);
        FileMessageStore messages = stream.openMessages(StoreOptions.DEFAULT);
        MessageStoreContract.append(messages, "a", "kept");
        messages.close();
        Runnable rest = stream.delete();
        assertThat(documents(TestDisk.of(disk.contents()))).isEmpty();
        eachPowerCut(cut -> open(cut).account("A").streams().forEach(back -> {
            FileMessageStore there = back.openMessages(StoreOptions.DEFAULT);
            assertThat(there.messages()).isEqualTo(1);
            there.close();
        }));
        rest.run();
        eachPowerCut(cut -> assertThat(documents(cut)).isEmpty());
    }

    private static void sync(StreamFolder stream) {
        Step sync = stream.prepareSync();
        sync.run();
        sync.finish();
    }

    private static List<String> documents(Disk disk) {
        return open(disk).account("A").streams().stream()
                .map(stream -> new String(stream.document(), UTF_8))
                .toList();
    }

    private void eachPowerCut(Consumer<TestDisk> check) {
        for (TestDisk.Unsynced unsynced : TestDisk.Unsynced.values()) {
            Seeds.each(20, random -> check.accept(disk.powerCut(unsynced, random)));
        }
    }

    @Test
    void cve_2022_28357_names_of_any_kind_stay_apart_and_inside() {
        Storage storage = open(disk);
        List<String> names = List.of(
                "../../etc/passwd",
                "..",
                ".",
                "a/b",
                "a%2fb",
                "C:\\x",
                "ä",
                "\u0000",
                "x".repeat(4_000),
                "x".repeat(4_001),
                "CON");
        for (String name : names) {
            storage.account(name).create(name, name.getBytes(UTF_8), true);
        }
        assertThat(open(disk).accounts()).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            assertThat(open(disk).account(name).streams())
                    .singleElement()
                    .satisfies(stream -> assertThat(stream.name()).isEqualTo(name));
        }
        assertThat(disk.contents().keySet()).allSatisfy(path -> {
            assertThat(path.normalize()).isEqualTo(path);
            assertThat(path.startsWith(DIR.resolve("jetstream"))).isTrue();
            assertThat(path.getFileName().toString().length()).isLessThan(200);
        });
    }

    @Test
    void a_flipped_bit_in_a_document_changes_nothing_and_a_broken_document_deletes_nothing() {
        StreamFolder stream = open(disk).account("A").create("S", "important".getBytes(UTF_8), true);
        stream.openMessages(StoreOptions.DEFAULT).close();
        Map<Path, byte[]> contents = disk.contents();
        Path document = contents.keySet().stream()
                .filter(path -> path.endsWith("stream.doc"))
                .findFirst()
                .orElseThrow();
        for (int bit = 0; bit < contents.get(document).length * 8; bit++) {
            Map<Path, byte[]> flipped = new TreeMap<>(contents);
            byte[] bytes = contents.get(document).clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            flipped.put(document, bytes);
            assertThat(open(TestDisk.of(flipped)).account("A").streams())
                    .singleElement()
                    .satisfies(found -> assertThat(found.document()).isEqualTo("important".getBytes(UTF_8)));
        }
        Map<Path, byte[]> broken = new TreeMap<>(contents);
        broken.put(document, "nonsense nonsense".getBytes(UTF_8));
        TestDisk left = TestDisk.of(broken);
        assertThat(open(left).account("A").streams()).isEmpty();
        open(left).account("A").create("S", new byte[0], true);
        assertThat(left.contents()).containsKey(document);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nobody_else_may_read_what_is_stored(@TempDir Path folder) throws IOException {
        Storage storage = Storage.open(new SystemDisk(), folder.resolve("sd"), StoreEvents.IGNORED);
        StreamFolder stream = storage.account("A").create("S", new byte[0], true);
        FileMessageStore messages = stream.openMessages(StoreOptions.DEFAULT);
        MessageStoreContract.append(messages, "a", "x");
        messages.close();
        ConsumerCatalog consumers = stream.openConsumers();
        ConsumerStore state = consumers.place();
        consumers.create("c", new byte[0], state);
        state.delivered(1, 1, 1, 1, true);
        state.close();
        consumers.close();
        try (Stream<Path> all = Files.walk(folder.resolve("sd"))) {
            assertThat(all)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
        stream.delete().run();
        assertThat(storage.account("A").streams()).isEmpty();
    }
}
