// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The index that an orderly close leaves for the next start. */
class IndexFileTest {
    private static final Path FOLDER = Path.of("/store");
    private static final Path INDEX = FOLDER.resolve("index");

    private final TestDisk disk = new TestDisk();
    private final List<String> damage = new ArrayList<>();

    @Test
    void a_store_that_was_closed_comes_back_without_a_look_at_its_blocks() {
        FileMessageStore store = filled();
        List<String> told = told(store);
        close(store);
        Map<Path, byte[]> contents = disk.contents();
        contents.replaceAll((path, bytes) -> path.equals(INDEX) ? bytes : withoutRecords(bytes));
        assertThat(told(open(TestDisk.of(contents)))).isEqualTo(told);
        assertThat(damage).isEmpty();
    }

    @Test
    void what_comes_back_can_be_read_expires_and_goes_on() {
        FileMessageStore store = filled();
        Map<Long, String> payloads = payloads(store);
        long last = store.lastSequence();
        close(store);
        FileMessageStore back = open(disk);
        assertThat(payloads(back)).isEqualTo(payloads);
        assertThat(back.nextExpiryNanos()).isEqualTo(10_000);
        assertThat(back.expired(10_000)).isEqualTo(40);
        assertThat(MessageStoreContract.append(back, "b", "next")).isEqualTo(last + 1);
        assertThat(disk.exists(INDEX)).isFalse();
    }

    @Test
    void an_empty_store_goes_on_where_it_was() {
        FileMessageStore store = open(disk);
        MessageStoreContract.append(store, "a", "");
        store.purge(SubjectFilter.ALL, 0, 0, Removals.IGNORED);
        store.skipTo(20, 7);
        close(store);
        FileMessageStore back = open(disk);
        assertThat(back.firstSequence()).isEqualTo(20);
        assertThat(back.lastSequence()).isEqualTo(19);
        assertThat(back.lastTimestampNanos()).isEqualTo(7);
    }

    @Test
    void an_index_that_is_cut_or_flipped_is_told_and_not_gone_by() {
        FileMessageStore store = filled();
        List<String> told = told(store);
        close(store);
        byte[] index = disk.contents().get(INDEX);
        for (int at = 0; at < index.length; at += 7) {
            byte[] flipped = index.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            assertThat(told(openWith(flipped))).as("flipped at " + at).isEqualTo(told);
            assertThat(told(openWith(Arrays.copyOf(index, at))))
                    .as("cut at " + at)
                    .isEqualTo(told);
            assertThat(damage).hasSize(2).allMatch(line -> line.contains("the blocks are read instead"));
            damage.clear();
        }
    }

    @Test
    void an_index_from_before_a_change_is_not_gone_by() {
        close(filled());
        byte[] index = disk.contents().get(INDEX);
        FileMessageStore store = open(disk);
        store.remove(3, true, Removals.IGNORED);
        MessageStoreContract.step(store.prepareSync());
        List<String> told = told(store);
        assertThat(told(openWith(index))).isEqualTo(told);
        assertThat(damage).isEmpty();
    }

    @Test
    void nothing_is_written_while_a_message_is_lost() {
        FileMessageStore store = filled();
        StoredMessage read = new StoredMessage();
        close(store);
        Map<Path, byte[]> contents = disk.contents();
        byte[] block = contents.get(FOLDER.resolve(Block.fileName(1)));
        block[block.length - 1] ^= 1;
        TestDisk flipped = TestDisk.of(contents);
        FileMessageStore back = open(flipped);
        for (long at = 1; at <= back.lastSequence(); at++) {
            back.read(at, read);
        }
        List<Long> lost = back.lost().sequences();
        assertThat(lost).hasSize(1);
        close(back);
        assertThat(flipped.exists(INDEX)).isFalse();
        assertThat(open(flipped).lost().sequences()).isEqualTo(lost);
    }

    @Test
    void a_close_alone_and_one_in_a_hurry_leave_none() {
        FileMessageStore store = filled();
        store.close();
        assertThat(disk.exists(INDEX)).isFalse();
        store.leaveIndex(() -> true);
        assertThat(disk.exists(INDEX)).isFalse();
        assertThat(damage).singleElement().asString().endsWith("cannot be written: there was no time for it");
        assertThat(open(disk).messages()).isEqualTo(store.messages());
    }

    @Test
    void messages_with_headers_are_found_by_their_blocks() {
        FileMessageStore store = filled();
        long plain = store.lastSequence() - 1;
        assertThat(store.nextWithHeaders(1)).isEqualTo(1);
        assertThat(store.nextWithHeaders(plain)).isZero();
        close(store);
        FileMessageStore back = open(disk);
        assertThat(back.nextWithHeaders(1)).isEqualTo(1);
        assertThat(back.nextWithHeaders(plain)).isZero();
        disk.delete(INDEX);
        back.flush();
        FileMessageStore scanned = open(disk);
        assertThat(scanned.nextWithHeaders(1)).isEqualTo(1);
        assertThat(scanned.nextWithHeaders(plain)).isZero();
    }

    // Several blocks; gaps, subjects whose ids have gaps, a message with headers in the first block, one that expires.
    private FileMessageStore filled() {
        FileMessageStore store = open(disk);
        store.append(MessageStoreContract.message("a.1", "NATS/1.0\r\nA: b\r\n\r\n", "", 1, 0));
        for (int i = 2; i <= 100; i++) {
            long expires = i == 40 ? 10_000 : 0;
            store.append(MessageStoreContract.message("a." + i % 30, "", "p".repeat(i), i, expires));
        }
        store.purge(SubjectFilter.of("a.7"), 0, 0, Removals.IGNORED);
        store.remove(99, false, Removals.IGNORED);
        store.skipTo(105, 0);
        MessageStoreContract.append(store, "c", "");
        MessageStoreContract.append(store, "c", "");
        assertThat(store.blocks.all()).hasSizeGreaterThan(2);
        return store;
    }

    private FileMessageStore open(TestDisk on) {
        return FileMessageStore.open(
                on, FOLDER, new StoreOptions(false, 4 << 10), (file, what) -> damage.add(file + " " + what));
    }

    private static void close(FileMessageStore store) {
        store.close();
        store.leaveIndex(() -> false);
    }

    private FileMessageStore openWith(byte[] index) {
        Map<Path, byte[]> contents = new TreeMap<>(disk.contents());
        contents.put(INDEX, index);
        return open(TestDisk.of(contents));
    }

    private static byte[] withoutRecords(byte[] block) {
        byte[] bare = new byte[block.length];
        System.arraycopy(block, 0, bare, 0, BlockFormat.DATA_START);
        return bare;
    }

    private static List<String> told(FileMessageStore store) {
        List<String> told = new ArrayList<>();
        told.add(store.messages() + " messages, " + store.bytes() + " bytes, " + store.firstSequence() + " to "
                + store.lastSequence() + " at " + store.lastTimestampNanos() + ", expiry " + store.nextExpiryNanos());
        store.subjects(
                SubjectFilter.ALL,
                (name, count, first, last) -> told.add(name + " " + count + " " + first + " to " + last));
        store.deleted((first, last) -> told.add("deleted " + first + " to " + last));
        told.add("lost " + store.lost().sequences());
        return told;
    }

    private static Map<Long, String> payloads(FileMessageStore store) {
        Map<Long, String> payloads = new TreeMap<>();
        StoredMessage read = new StoredMessage();
        for (long at = store.next(SubjectFilter.ALL, 0); at != 0; at = store.next(SubjectFilter.ALL, at + 1)) {
            assertThat(store.read(at, read)).isTrue();
            payloads.put(at, read.subject() + " " + read.payload());
        }
        return payloads;
    }
}
