// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What encrypted files are: the same bytes at the same positions, and no byte of a key stream for two contents. */
@ParameterizedClass
@EnumSource(
        value = Sealing.class,
        names = {"CHACHAPOLY", "AES"})
class SealedFilesTest {
    private static final Path PATH = Path.of("/folder/file");

    @Parameter
    Sealing sealing;

    private final TestDisk disk = new TestDisk();

    private DiskFile open() throws IOException {
        return sealing.on(disk).open(PATH);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void whatever_is_written_in_any_parts_is_read_from_any_position() {
        Seeds.each(20, random -> {
            TestDisk own = new TestDisk();
            byte[] plain = bytes(random, 1 + random.nextInt(2_000));
            DiskFile file = sealing.on(own).open(PATH);
            for (int at = 0; at < plain.length; ) {
                int length = Math.min(plain.length - at, 1 + random.nextInt(300));
                file.write(at, plain, at, length);
                at += length;
            }
            DiskFile again = sealing.on(own).open(PATH);
            assertThat(again.length()).isEqualTo(plain.length);
            for (int i = 0; i < 50; i++) {
                int from = random.nextInt(plain.length);
                int length = random.nextInt(plain.length - from + 1);
                byte[] read = new byte[length + 2];
                assertThat((i % 2 == 0 ? file : again).read(from, read, 1, length))
                        .isEqualTo(length);
                assertThat(Arrays.copyOfRange(read, 1, 1 + length))
                        .isEqualTo(Arrays.copyOfRange(plain, from, from + length));
            }
        });
    }

    @Test
    void a_file_that_was_there_is_read_and_not_written_on() throws IOException {
        DiskFile file = open();
        file.write(0, new byte[100], 0, 100);
        DiskFile again = open();
        assertThat(again.read(0, new byte[200], 0, 200)).isEqualTo(100);
        assertThatThrownBy(() -> again.write(100, new byte[1], 0, 1)).hasMessageContaining("expected: at the end");
    }

    @Test
    void after_a_write_that_failed_nothing_else_is_written_there() throws IOException {
        DiskFile file = open();
        file.write(0, new byte[100], 0, 100);
        disk.room = 10;
        assertThatThrownBy(() -> file.write(100, new byte[50], 0, 50)).isInstanceOf(IOException.class);
        disk.room = Long.MAX_VALUE;
        assertThatThrownBy(() -> file.write(100, new byte[50], 0, 50)).hasMessageContaining("expected: at the end");
    }

    @Test
    void a_file_that_is_begun_again_has_another_key() throws IOException {
        byte[] plain = new byte[64];
        open().write(0, plain, 0, plain.length);
        byte[] first = disk.contents().get(PATH);
        DiskFile again = open();
        again.truncate(0);
        again.write(0, plain, 0, plain.length);
        byte[] second = disk.contents().get(PATH);
        assertThat(Arrays.copyOfRange(second, SealedFile.START, second.length))
                .isNotEqualTo(Arrays.copyOfRange(first, SealedFile.START, first.length));
    }

    @Test
    void either_of_the_two_heads_is_enough_and_without_them_the_file_is_empty() throws IOException {
        open().write(0, "content".getBytes(ISO_8859_1), 0, 7);
        byte[] whole = disk.contents().get(PATH);
        for (int from : new int[] {0, StreamKeys.HEAD}) {
            byte[] damaged = whole.clone();
            Arrays.fill(damaged, from, from + StreamKeys.HEAD, (byte) 9);
            assertThat(read(damaged)).isEqualTo("content");
        }
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, 0, SealedFile.START, (byte) 0);
        assertThat(read(damaged)).isEmpty();
        assertThat(read(Arrays.copyOf(whole, 20))).isEmpty();
    }

    private String read(byte[] contents) throws IOException {
        DiskFile file = sealing.on(TestDisk.of(Map.of(PATH, contents))).open(PATH);
        byte[] read = new byte[(int) file.length()];
        return new String(read, 0, file.read(0, read, 0, read.length), ISO_8859_1);
    }

    /** Whatever stores do, through restarts, cuts, full disks and rewrites: what stood at a place under a key stands there for good. */
    @Test
    void no_place_of_a_key_stream_ever_meets_two_contents() {
        Seeds.each(4, random -> {
            Map<String, byte[]> seen = new HashMap<>();
            TestDisk below = new TestDisk();
            for (int life = 0; life < 8; life++) {
                TestDisk now = below;
                FileMessageStore store = store(now);
                ConsumerCatalog catalog = ConsumerCatalog.open(sealing.on(now), Path.of("/c"), StoreEvents.IGNORED);
                FileConsumerStore consumer =
                        FileConsumerStore.open(sealing.on(now), Path.of("/consumer"), 1, StoreEvents.IGNORED);
                for (int i = 0; i < 40; i++) {
                    work(random, store, catalog, consumer, now, life * 1_000 + i);
                    remember(seen, now.contents());
                }
                below = now.powerCut(TestDisk.Unsynced.values()[random.nextInt(4)], random);
            }
            assertThat(seen).as("files").hasSizeGreaterThan(8);
        });
    }

    private FileMessageStore store(TestDisk on) {
        return FileMessageStore.open(
                sealing.on(on), Path.of("/m"), new StoreOptions(false, 4 << 10), StoreEvents.IGNORED);
    }

    private static void work(
            Random random,
            FileMessageStore store,
            ConsumerCatalog catalog,
            ConsumerStore consumer,
            TestDisk on,
            int step) {
        on.room = random.nextInt(12) == 0 ? random.nextInt(300) : Long.MAX_VALUE;
        try {
            for (int n = random.nextInt(6); n >= 0; n--) {
                store.append(MessageStoreContract.message("a", "", "p".repeat(random.nextInt(200)), step + 1, 0));
            }
            store.remove(store.firstSequence(), false, Removals.IGNORED);
            store.flush();
            String name = "c" + random.nextInt(3);
            if (catalog.has(name)) {
                catalog.change(name, new byte[] {(byte) step});
            } else {
                catalog.create(name, new byte[] {(byte) step}, catalog.place());
            }
            catalog.flush();
            consumer.delivered(step + 1, step + 1, 1, random.nextLong(), true);
            consumer.flush();
            MessageStoreContract.step(store.prepareSync());
            MessageStoreContract.step(catalog.prepareSync());
            MessageStoreContract.step(consumer.prepareSync());
            Step upkeep = store.planUpkeep();
            if (upkeep != null) {
                MessageStoreContract.step(upkeep);
            }
        } catch (StoreFailedException e) {
            on.room = Long.MAX_VALUE;
            store.resume();
            if (consumer.failure() != null) {
                consumer.replace(new ConsumerState().delivered(step, step));
            }
        }
    }

    private static void remember(Map<String, byte[]> seen, Map<Path, byte[]> files) {
        files.forEach((path, bytes) -> {
            int head = StreamKeys.findHead(bytes, bytes.length);
            if (head < 0) {
                return;
            }
            String salt = HexFormat.of().formatHex(bytes, head + 8, head + 24);
            byte[] before = seen.getOrDefault(salt, new byte[0]);
            byte[] together = Arrays.copyOf(bytes, Math.max(before.length, bytes.length));
            for (int i = 0; i < before.length; i++) {
                // zeros are what a power cut leaves of what did not come
                boolean both = i < bytes.length && before[i] != 0 && bytes[i] != 0;
                if (both && before[i] != bytes[i]) {
                    throw new AssertionError("byte " + i + " of " + path + " has two contents");
                }
                together[i] = before[i] != 0 ? before[i] : together[i];
            }
            seen.put(salt, together);
        });
    }

    /** The one place that is written twice: together the two contents tell nothing of the first, since the second is chance. */
    @Test
    void an_erased_message_leaves_chance_and_not_zeros() throws IOException {
        FileMessageStore store = store(disk);
        String payload = "x".repeat(64);
        store.append(MessageStoreContract.message("a", "", payload, 1, 0));
        store.append(MessageStoreContract.message("a", "", "stays", 1, 0));
        MessageStoreContract.step(store.prepareSync());
        Path block = disk.contents().keySet().iterator().next();
        int place = SealedFile.START + (int) store.index().sequences().place(1) + BlockFormat.HEAD;
        byte[] before = Arrays.copyOfRange(disk.contents().get(block), place, place + 65);
        store.remove(1, true, Removals.IGNORED);
        MessageStoreContract.step(store.prepareSync());
        byte[] after = Arrays.copyOfRange(disk.contents().get(block), place, place + 65);
        byte[] together = new byte[65];
        for (int i = 0; i < together.length; i++) {
            together[i] = (byte) (before[i] ^ after[i]);
        }
        assertThat(new String(together, ISO_8859_1)).doesNotContain("xxxxxxxx");
        FileMessageStore again = store(disk);
        assertThat(again.messages()).isEqualTo(1);
        assertThat(again.lost()).isEqualTo(LostMessages.NONE);
    }

    @Test
    void the_two_ciphers_give_what_their_standards_say() {
        StoreCipher cipher = StoreCipher.valueOf(sealing.name());
        byte[] key = new byte[StoreCipher.KEY];
        byte[] first = cipher.keyStream(key, 0).update(new byte[16]);
        // RFC 8439 A.1 vector 1, and AES-256 of a block of zeros under a key of zeros (FIPS 197)
        String expected = cipher == StoreCipher.CHACHAPOLY
                ? "76b8e0ada0f13d90405d6ae55386bd28"
                : "dc95c078a2408989ad48a21492842087";
        assertThat(HexFormat.of().formatHex(first)).isEqualTo(expected);
        byte @Nullable [] opened = cipher.unseal(key, new byte[12], cipher.seal(key, new byte[12], first));
        assertThat(opened).isEqualTo(first);
    }
}
