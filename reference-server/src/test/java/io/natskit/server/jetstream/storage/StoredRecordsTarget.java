// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must hold for any bytes in the files of a store: it opens, tells what is damaged, serves what it lists, and goes on. The first byte
 * says what the others are taken for.
 */
final class StoredRecordsTarget {
    private static final Path FOLDER = Path.of("/store");
    private static final Path BLOCK = FOLDER.resolve(Block.fileName(1));
    private static final int SALT = 0x5eed;

    private StoredRecordsTarget() {}

    static void check(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        Map<Path, byte[]> files = new TreeMap<>();
        switch (input[0] & 7) {
            case 0 -> files.put(BLOCK, block(0, rest));
            case 1 -> files.put(BLOCK, block(0, sealed(rest)));
            case 2 -> files.put(BLOCK, block(BlockFormat.COMPRESSED, rest));
            case 3 -> {
                byte[] block = block(0, new byte[64]);
                files.put(BLOCK, block);
                files.put(FOLDER.resolve("index"), index(block.length, rest));
            }
            default -> {
                byte[] block = block(0, new byte[64]);
                files.put(BLOCK, block);
                files.put(FOLDER.resolve("0000000001.sum"), summary(rest, block.length));
            }
        }
        stores(TestDisk.of(files));
        consumers(rest);
        catalog(rest);
        catalog(sealedCatalog(rest));
    }

    // Records of a catalog whose checksums are right and whose fields are anything.
    private static byte[] sealedCatalog(byte[] fields) {
        byte[] log = Arrays.copyOf(fields, fields.length & ~7);
        for (int at = 0; at + CatalogRecords.HEAD <= log.length; ) {
            int name = log[at + 24] & 7;
            int document = log[at + 28] & 15;
            Bytes.putInt(log, at + 24, name);
            Bytes.putInt(log, at + 28, document);
            int next = Math.min(log.length, at + CatalogRecords.HEAD + (name + document + 7 & ~7));
            log[at + 4] = (byte) (at == 0 ? CatalogRecords.BEGIN : 1 + (log[at + 4] & 3));
            Bytes.putInt(log, at + 32, Bytes.crc(log, at + CatalogRecords.HEAD, next - at - CatalogRecords.HEAD));
            Bytes.putInt(log, at + 36, 0x4f43534e);
            Bytes.putInt(log, at, Bytes.crc(log, at + 4, CatalogRecords.HEAD - 4) ^ 1);
            at = next;
        }
        return log;
    }

    private static void catalog(byte[] bytes) {
        Path folder = Path.of("/consumers");
        TestDisk disk = TestDisk.of(Map.of(folder.resolve("catalog-1.log"), bytes));
        List<String> names;
        try (ConsumerCatalog catalog = ConsumerCatalog.open(disk, folder, StoreEvents.IGNORED)) {
            String fresh = "a consumer that nobody made before";
            catalog.create(fresh, new byte[] {1}, catalog.place());
            MessageStoreContract.step(catalog.prepareSync());
            names = catalog.names();
        }
        try (ConsumerCatalog again = ConsumerCatalog.open(disk, folder, StoreEvents.IGNORED)) {
            assertThat(again.names()).isEqualTo(names);
            again.names().forEach(name -> assertThat(again.document(name)).isNotNull());
        }
    }

    private static void stores(TestDisk disk) {
        FileMessageStore store = open(disk);
        long count = readAll(store);
        assertThat(store.messages()).isEqualTo(count);
        assertThat(store.count(SubjectFilter.ALL, 0)).isEqualTo(count);
        assertThat(store.lastSequence()).isNotNegative();
        long last = store.append(MessageStoreContract.message("a.b", "", "hello", 1, 0));
        int steps = 0;
        for (Step step = store.prepareSync(); step != null; step = store.planUpkeep()) {
            assertThat(++steps).as("pieces of upkeep").isLessThan(1_000);
            MessageStoreContract.step(step);
        }
        store.close();
        store.leaveIndex(() -> false);
        FileMessageStore again = open(disk);
        assertThat(again.lastSequence()).isEqualTo(last);
        assertThat(readAll(again)).isEqualTo(count + 1);
    }

    private static FileMessageStore open(TestDisk disk) {
        return FileMessageStore.open(disk, FOLDER, StoreOptions.DEFAULT, StoreEvents.IGNORED);
    }

    private static long readAll(FileMessageStore store) {
        StoredMessage message = new StoredMessage();
        long count = 0;
        for (long at = store.next(SubjectFilter.ALL, 0); at != 0; at = store.next(SubjectFilter.ALL, at + 1)) {
            count += store.read(at, message) ? 1 : 0;
        }
        return count;
    }

    private static byte[] block(int flags, byte[] content) {
        byte[] block = new byte[BlockFormat.DATA_START + content.length];
        BlockFormat.putBlockHead(block, flags, 1, 1, 1, SALT);
        System.arraycopy(content, 0, block, BlockFormat.DATA_START, content.length);
        return block;
    }

    // Records whose checksums are right and whose fields are anything.
    private static byte[] sealed(byte[] fields) {
        byte[] records = new byte[fields.length * 4 + 1_024];
        int at = 0;
        for (int i = 0; i + 20 <= fields.length && at + 400 < records.length; ) {
            int body = Math.min(fields.length - i - 20, fields[i] & 0x7f);
            int length = BlockFormat.HEAD + body;
            System.arraycopy(fields, i + 20, records, at + BlockFormat.HEAD, body);
            Bytes.putInt(records, at + 4, Bytes.crc(records, at + BlockFormat.HEAD, body));
            Bytes.putInt(records, at + 8, length);
            records[at + 12] = (byte) (1 + (fields[i + 1] & 3));
            records[at + 13] = (byte) (fields[i + 2] & 3);
            Bytes.putShort(records, at + 14, fields[i + 3] & 0x1f);
            Bytes.putLong(records, at + 16, Bytes.getLong(fields, i + 4));
            Bytes.putLong(records, at + 24, Bytes.getLong(fields, i + 12));
            BlockFormat.sealHead(records, at, SALT);
            at += length;
            i += 20 + body;
        }
        return Arrays.copyOf(records, at);
    }

    // A summary whose checksum is right.
    private static byte[] summary(byte[] content, int covered) {
        byte[] summary = new byte[16 + content.length];
        Bytes.putInt(summary, 0, 0x314d554e);
        Bytes.putInt(summary, 4, SALT);
        Bytes.putInt(summary, 8, covered);
        System.arraycopy(content, 0, summary, 16, content.length);
        Bytes.putInt(summary, 12, Bytes.crc(summary, 16, content.length));
        return summary;
    }

    // An index of such a block whose checksum is right; what it says of messages is anything.
    private static byte[] index(int length, byte[] content) {
        ByteSink frame = new ByteSink();
        frame.fixedLong(0);
        frame.number(IndexFile.MAGIC);
        for (byte each : Arrays.copyOf(content, 3)) {
            frame.number(each & 0x7f);
        }
        frame.fixedLong(1);
        for (byte each : Arrays.copyOf(content, 2)) {
            frame.number(each & 0x3);
        }
        frame.number(1);
        frame.number(1);
        frame.fixedInt(SALT);
        frame.number(length);
        frame.number(length);
        frame.range(content, 0, content.length);
        byte[] index = Arrays.copyOf(frame.bytes(), frame.length() + FrameWriter.HEAD);
        Bytes.putInt(index, 0, frame.length() - FrameWriter.HEAD);
        Bytes.putInt(index, 4, Bytes.crc(index, FrameWriter.HEAD, frame.length() - FrameWriter.HEAD));
        return index;
    }

    private static void consumers(byte[] bytes) {
        byte[] log = bytes.clone();
        for (int at = 0; at + ConsumerLog.RECORD <= log.length; at += ConsumerLog.RECORD) {
            ConsumerLog.seal(log, at, 1);
        }
        Path folder = Path.of("/consumer");
        for (byte[] each : new byte[][] {bytes, log}) {
            TestDisk disk = TestDisk.of(Map.of(folder.resolve("state-1.log"), each));
            FileConsumerStore store = FileConsumerStore.open(disk, folder, 1, StoreEvents.IGNORED);
            ConsumerState state = store.recovered();
            store.replace(state);
            store.flush();
            store.close();
            ConsumerState again =
                    FileConsumerStore.open(disk, folder, 1, StoreEvents.IGNORED).recovered();
            assertThat(again.pending()).isEqualTo(state.pending());
            assertThat(again.exhausted()).isEqualTo(state.exhausted());
        }
    }
}
