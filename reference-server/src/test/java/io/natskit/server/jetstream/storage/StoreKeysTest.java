// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The keys of an encrypted store: whose they are, how they change, and what a wrong one does (row D10). */
class StoreKeysTest {
    private static final Path DIR = Path.of("/data");
    private static final String MARKER = "MARKER-7f3a";

    private final TestDisk disk = new TestDisk();
    private final List<String> notices = new ArrayList<>();

    private static Encryption by(String key, @Nullable String previous) {
        return new Encryption(key, previous, StoreCipher.CHACHAPOLY);
    }

    private Storage open(TestDisk on, @Nullable Encryption encryption) {
        return Storage.open(on, DIR, encryption, StoreEvents.IGNORED, notices::add);
    }

    /** Streams of two accounts, with everything in them that a store keeps. */
    private void fill(@Nullable Encryption encryption) {
        for (String account : List.of("A", "B")) {
            StreamFolder stream =
                    open(disk, encryption).account(account).create("S", ("config " + MARKER).getBytes(UTF_8), true);
            stream.writeSources(("sources " + MARKER).getBytes(UTF_8));
            FileMessageStore messages = stream.openMessages(new StoreOptions(account.equals("B"), 4 << 10));
            for (int i = 0; i < 100; i++) {
                messages.append(MessageStoreContract.message(
                        "subject." + MARKER, "NATS/1.0\r\nH: " + MARKER + "\r\n\r\n", MARKER + " payload " + i, 1, 0));
            }
            MessageStoreContract.step(messages.prepareSync());
            for (Step step = messages.planUpkeep(); step != null; step = messages.planUpkeep()) {
                MessageStoreContract.step(step);
            }
            messages.close();
            ConsumerCatalog consumers = stream.openConsumers();
            ConsumerStore state = consumers.place();
            consumers.create("worker-" + MARKER, ("consumer " + MARKER).getBytes(UTF_8), state);
            state.delivered(0x4d41524b, 0x4d41524b, 1, 1, true);
            state.close();
            consumers.close();
        }
    }

    private void check(TestDisk on, @Nullable Encryption encryption) {
        Storage storage = open(on, encryption);
        for (String account : List.of("A", "B")) {
            StreamFolder stream = storage.account(account).streams().get(0);
            assertThat(stream.document()).asString(UTF_8).isEqualTo("config " + MARKER);
            assertThat(stream.sources()).asString(UTF_8).isEqualTo("sources " + MARKER);
            FileMessageStore messages = stream.openMessages(StoreOptions.DEFAULT);
            assertThat(messages.messages()).isEqualTo(100);
            StoredMessage read = new StoredMessage();
            assertThat(messages.read(100, read)).isTrue();
            assertThat(read.payload()).hasToString(MARKER + " payload 99");
            messages.close();
            ConsumerCatalog consumers = stream.openConsumers();
            assertThat(consumers.names()).containsExactly("worker-" + MARKER);
            assertThat(consumers.openState("worker-" + MARKER).recovered().pending())
                    .containsOnlyKeys(0x4d41524bL);
        }
    }

    private static boolean tells(TestDisk disk) {
        return disk.contents().values().stream()
                .map(bytes -> new String(bytes, ISO_8859_1))
                .anyMatch(text -> text.contains(MARKER) || text.contains("KRAM"));
    }

    private Map<Path, byte[]> keyFiles() {
        Map<Path, byte[]> found = new TreeMap<>(disk.contents());
        found.keySet().removeIf(path -> !path.endsWith(KeyFile.NAME));
        return found;
    }

    @Test
    void no_byte_of_a_subject_header_payload_configuration_or_consumer_is_in_the_store() {
        fill(null);
        assertThat(tells(disk)).as("so the search finds what is plain").isTrue();
        disk.contents().keySet().forEach(disk::delete);
        fill(by("key", null));
        assertThat(tells(disk)).isFalse();
        check(disk, by("key", null));
        assertThat(keyFiles()).hasSize(2);
        assertThat(notices).isEmpty();
    }

    @Test
    void a_wrong_key_or_none_is_refused_with_the_stream_and_nothing_is_touched() {
        fill(by("key", null));
        Map<Path, byte[]> before = disk.contents();
        int syncs = disk.syncs;
        assertThatThrownBy(() -> open(disk, by("other", null)))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("key: does not open the stream in /data/jetstream/A/streams/S")
                .hasMessageNotContaining("other");
        assertThatThrownBy(() -> open(disk, by("other", "another")))
                .hasMessageContaining("prev_key")
                .hasMessageNotContaining("another");
        assertThatThrownBy(() -> open(disk, null)).hasMessageContaining("key: none (expected: the key that");
        assertThat(disk.contents()).containsExactlyEntriesOf(before);
        assertThat(disk.syncs).isEqualTo(syncs);
        check(disk, by("key", null));
    }

    @Test
    void a_new_key_opens_what_was_under_the_previous_one_and_the_previous_one_opens_it_no_more() {
        fill(by("old", null));
        Map<Path, byte[]> files = disk.contents();
        Map<Path, byte[]> keys = keyFiles();
        check(disk, by("new", "old"));
        assertThat(keyFiles().keySet()).isEqualTo(keys.keySet());
        keyFiles().forEach((path, bytes) -> assertThat(bytes).isNotEqualTo(keys.get(path)));
        assertThat(disk.contents().keySet()).as("messages stay as they are").containsAll(files.keySet());
        check(disk, by("new", null));
        assertThatThrownBy(() -> open(disk, by("old", null))).hasMessageContaining("key: does not open");
    }

    @Test
    void a_change_of_keys_that_a_crash_ends_halfway_goes_on_at_the_next_start() {
        fill(by("old", null));
        Map<Path, byte[]> half = disk.contents();
        open(disk, by("new", "old"));
        Map<Path, byte[]> changed = keyFiles();
        Path first = changed.keySet().iterator().next();
        half.put(first, changed.get(first));
        check(TestDisk.of(half), by("new", "old"));
    }

    @Test
    void a_store_from_before_there_was_a_key_is_encrypted_at_the_start_whenever_a_crash_ends_that() {
        fill(null);
        Map<Path, byte[]> plain = disk.contents();
        for (int room = 0; room < 60_000; room += 1_500) {
            TestDisk left = TestDisk.of(plain);
            left.room = room;
            try {
                open(left, by("key", null));
            } catch (StoreFailedException e) {
                assertThat(e).hasMessageContaining("cannot open the keys of the store");
            }
            left.room = Long.MAX_VALUE;
            TestDisk after = left.powerCut(TestDisk.Unsynced.ANY, new Random(room));
            check(after, by("key", null));
            assertThat(tells(after)).as("room " + room).isFalse();
        }
        assertThat(notices).anyMatch(notice -> notice.startsWith("  Encrypting the stream in /data/jetstream/A"));
    }

    @Test
    void the_other_cipher_reads_on_and_writes_its_own() {
        fill(by("key", null));
        Encryption aes = new Encryption("key", null, StoreCipher.AES);
        check(disk, aes);
        StreamFolder stream = open(disk, aes).account("A").streams().get(0);
        stream.writeDocument("changed".getBytes(UTF_8), true);
        Path document = DIR.resolve("jetstream/A/streams/S").resolve(AccountStorage.DOCUMENT);
        assertThat(disk.contents().get(document)[4]).isEqualTo((byte) StoreCipher.AES.code());
        assertThat(open(disk, by("key", null)).account("A").streams().get(0).document())
                .asString(UTF_8)
                .isEqualTo("changed");
    }

    @Test
    void a_stream_that_is_moved_to_another_account_does_not_open() {
        fill(by("key", null));
        Map<Path, byte[]> moved = disk.contents();
        Path key = DIR.resolve("jetstream/A/streams/S").resolve(KeyFile.NAME);
        moved.put(DIR.resolve("jetstream/B/streams/S").resolve(KeyFile.NAME), moved.get(key));
        assertThatThrownBy(() -> open(TestDisk.of(moved), by("key", null)))
                .hasMessageContaining("jetstream/B/streams/S");
    }

    @Test
    void a_flipped_bit_in_a_key_file_changes_nothing_and_a_broken_one_costs_its_stream_alone() {
        fill(by("key", null));
        Path key = DIR.resolve("jetstream/A/streams/S").resolve(KeyFile.NAME);
        Map<Path, byte[]> contents = disk.contents();
        byte[] whole = contents.get(key);
        for (int bit = 0; bit < whole.length * 8; bit += 7) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            contents.put(key, flipped);
            assertThat(open(TestDisk.of(contents), by("key", null)).account("A").streams())
                    .as("bit " + bit)
                    .hasSize(1);
        }
        contents.put(key, "nonsense nonsense nonsense".getBytes(UTF_8));
        List<String> told = new ArrayList<>();
        TestDisk left = TestDisk.of(contents);
        Storage storage =
                Storage.open(left, DIR, by("key", null), (file, what) -> told.add(file + " " + what), notices::add);
        assertThat(storage.account("A").streams()).isEmpty();
        assertThat(storage.account("B").streams()).hasSize(1);
        assertThat(told).anyMatch(what -> what.contains("stream.key cannot be read"));
    }

    @Test
    void a_stream_that_is_filled_out_of_sight_keeps_its_keys_when_it_takes_its_place() {
        Storage storage = open(disk, by("key", null));
        AccountStorage account = storage.account("A");
        StreamFolder staged = account.stage("S", "1", MARKER.getBytes(UTF_8));
        FileMessageStore messages = staged.openMessages(StoreOptions.DEFAULT);
        messages.append(MessageStoreContract.message("a", "", MARKER, 1, 0));
        messages.close();
        account.adopt(staged);
        assertThat(tells(disk)).isFalse();
        StreamFolder found = open(disk, by("key", null)).account("A").streams().get(0);
        assertThat(found.document()).asString(UTF_8).isEqualTo(MARKER);
        assertThat(found.openMessages(StoreOptions.DEFAULT).messages()).isEqualTo(1);
        found.delete();
        assertThat(disk.contents().keySet()).noneMatch(path -> path.toString().contains("streams/S"));
    }

    @Test
    void nothing_prints_a_key() {
        assertThat(by("the-key", "the-previous").toString())
                .doesNotContain("the-key")
                .doesNotContain("previous");
    }
}
