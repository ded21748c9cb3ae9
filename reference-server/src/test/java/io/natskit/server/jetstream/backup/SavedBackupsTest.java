// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.SavedInputs;
import io.natskit.server.archive.TarReader;
import io.natskit.server.archive.TarWriter;
import io.natskit.server.jetstream.storage.Seeds;
import io.natskit.server.s2.S2Decoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fuzz target over the backups that are kept, whole, cut and changed; and a backup that nats-server made. */
class SavedBackupsTest {
    static Stream<Path> inputs() throws IOException, URISyntaxException {
        return SavedInputs.of(SavedBackupsTest.class, "BackupFuzzTestInputs");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void a_saved_backup_does_no_harm_whole_cut_or_changed(Path file) throws IOException {
        byte[] input = Files.readAllBytes(file);
        BackupTarget.check(input);
        int step = Math.max(1, input.length / 200);
        for (int i = 0; i < input.length; i += step) {
            BackupTarget.check(Arrays.copyOf(input, i));
        }
        Seeds.each(
                Boolean.getBoolean("natskit.full") ? 20_000 : 200,
                random -> BackupTarget.check(changed(input, random)));
    }

    private static byte[] changed(byte[] input, Random random) {
        byte[] changed = input.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    @Test
    void a_backup_of_nats_server_is_read_in_its_order() {
        List<String> lines = BackupTarget.restored(recorded("/io/natskit/server/archive/v2.arc.s2"), 1000);
        assertThat(lines.get(0)).isEqualTo("state 19");
        assertThat(lines.get(1)).startsWith("consumer c [");
        assertThat(lines).hasSize(2 + 19 + 2).endsWith("end", "whole");
    }

    /** Made by nats-server 2.12.2: 300 messages, eight of them deleted since, with and without being erased. */
    @Test
    void a_backup_of_version_1_is_read_too() {
        List<String> lines = BackupTarget.restored(recorded("v1.tar.s2"), 1000);
        assertThat(lines.subList(0, 2)).containsExactly("named X 2026-11-26T06:18:26.868709088Z", "state 0");
        assertThat(lines.stream().filter(line -> line.startsWith("message ")).count())
                .isEqualTo(297); // the three that were erased are overwritten, the others are marked as deleted
        assertThat(lines.get(lines.size() - 4)).startsWith("consumer d [5, 6, 9, 10, 12, 13] 2026-");
        assertThat(lines.get(lines.size() - 3)).startsWith("from 3 to 300 without ");
        assertThat(lines).endsWith("end", "whole");
    }

    @Test
    void a_record_of_version_1_whose_checksum_does_not_hold_refuses_the_backup() {
        byte[] changed = tar(recorded("v1.tar.s2"), SavedBackupsTest::withOneBitChanged);
        assertThat(BackupTarget.restored(BackupTarget.compressed(changed), 1000))
                .endsWith("refused: message block with a damaged record");
    }

    private static byte[] withOneBitChanged(byte[] block) {
        byte[] changed = block.clone();
        changed[22] ^= 1; // in the subject of the first record
        return changed;
    }

    @Test
    void a_compressed_block_of_version_1_is_read_as_a_plain_one() {
        byte[] plain = tar(recorded("v1.tar.s2"), content -> content);
        byte[] compressed = tar(recorded("v1.tar.s2"), SavedBackupsTest::compressedBlock);
        assertThat(compressed.length).isLessThan(plain.length);
        for (int piece : new int[] {3, 1000}) {
            assertThat(BackupTarget.restored(BackupTarget.compressed(compressed), piece))
                    .isEqualTo(BackupTarget.restored(BackupTarget.compressed(plain), piece));
        }
    }

    /** As nats-server compresses a block: all but the checksum of the last record. */
    private static byte[] compressedBlock(byte[] block) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'c', 'm', 'p', 1});
        for (int left = block.length; ; left >>>= 7) {
            out.write(left > 0x7f ? left | 0x80 : left);
            if (left <= 0x7f) {
                break;
            }
        }
        out.writeBytes(BackupTarget.compressed(Arrays.copyOf(block, block.length - 8)));
        out.write(block, block.length - 8, 8);
        return out.toByteArray();
    }

    /** The tar in an archive, with its blocks changed. */
    private static byte[] tar(byte[] archive, UnaryOperator<byte[]> blocks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(out::write);
        TarReader reader = new TarReader(
                new TarReader.Files() {
                    private String name = "";
                    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

                    @Override
                    public void begin(String file, long size) {
                        name = file;
                        content.reset();
                    }

                    @Override
                    public void content(byte[] from, int offset, int length) {
                        content.write(from, offset, length);
                    }

                    @Override
                    public void end() {
                        byte[] whole = content.toByteArray();
                        writer.file(name, Instant.EPOCH, name.endsWith(".blk") ? blocks.apply(whole) : whole);
                    }
                },
                Long.MAX_VALUE);
        S2Decoder decoder = new S2Decoder(reader::feed);
        decoder.feed(archive, 0, archive.length);
        writer.finish();
        return out.toByteArray();
    }

    private static byte[] recorded(String name) {
        try (InputStream in = Objects.requireNonNull(SavedBackupsTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
