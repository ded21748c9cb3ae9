// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.s2.S2Decoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows JA-11, JA-12. The first archive was written by Go's tar as nats-server calls it, the second by nats-server 2.15.2. */
class ArchiveTest {
    private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05.6789Z");

    @Test
    void a_tar_that_go_wrote_is_read() throws IOException {
        byte[] tar = recorded("v1.tar.s2");
        List<String> expected = List.of(
                "meta.inf {\"name\":\"BK\"}",
                "meta.sum 0011",
                "msgs/1.blk " + "block ".repeat(300),
                "msgs/index.db " + "i".repeat(512),
                "obs/c/meta.inf ",
                "obs/" + "n".repeat(120) + "/o.dat state",
                "obs/ü/o.dat x",
                "whole");
        for (int piece : new int[] {1, 7, 512, 513, 100_000}) {
            assertThat(ArchiveTarget.tar(tar, piece)).isEqualTo(expected);
        }
    }

    @Test
    void a_tar_that_is_written_is_the_one_that_go_writes() throws IOException {
        byte[] tar = written(writer -> {
            writer.file("meta.inf", MODIFIED, utf8("{\"name\":\"BK\"}"));
            writer.file("meta.sum", MODIFIED, utf8("0011"));
            writer.file("msgs/1.blk", MODIFIED, utf8("block ".repeat(300)));
            writer.file("msgs/index.db", MODIFIED, utf8("i".repeat(512)));
            writer.file("obs/c/meta.inf", MODIFIED, new byte[0]);
            writer.file("obs/" + "n".repeat(120) + "/o.dat", MODIFIED, utf8("state"));
            writer.file("obs/ü/o.dat", MODIFIED, utf8("x"));
        });
        byte[] theirs = recorded("v1.tar.s2");
        assertThat(ArchiveTarget.tar(tar, 1000)).isEqualTo(ArchiveTarget.tar(theirs, 1000));
        assertThat(tar).isEqualTo(theirs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../../x",
                "/etc/passwd",
                "a//b",
                "",
                ".",
                "..",
                "a/..",
                "a/./b",
                "a\\b",
                "a\nb",
                "a/",
                "\u007f"
            })
    void a_name_that_leads_elsewhere_is_refused(String name) {
        byte[] tar = written(writer -> writer.file(name, Instant.EPOCH, utf8("x")));
        assertThat(ArchiveTarget.tar(tar, 1000)).hasSize(1).allMatch(line -> line.startsWith("tar with a name"));
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '5', '6', '7', 'L', 'K', 'S', 'D'})
    void what_is_no_regular_file_is_refused(char type) {
        byte[] tar = TarHeader.make(utf8("x"), 0, 0, type);
        assertThat(ArchiveTarget.tar(tar, 1000)).hasSize(1).allMatch(line -> line.startsWith("tar entry of type"));
    }

    @Test
    void a_file_that_claims_too_much_is_refused_before_it_comes() {
        byte[] huge = TarHeader.make(utf8("x"), ArchiveTarget.CONTENT_MAX + 1L, 0, '0');
        assertThat(ArchiveTarget.tar(huge, 1000)).hasSize(1).allMatch(line -> line.contains("an entry of 1048577"));
        byte[] halves = written(writer -> {
            writer.file("a", Instant.EPOCH, new byte[ArchiveTarget.CONTENT_MAX / 2 + 1]);
            writer.file("b", Instant.EPOCH, new byte[ArchiveTarget.CONTENT_MAX / 2]);
        });
        assertThat(ArchiveTarget.tar(halves, 1000)).hasSize(2).last().asString().contains("an entry of 524288");
        byte[] records = TarHeader.make(utf8("x"), 1 << 17, 0, 'x');
        assertThat(ArchiveTarget.tar(records, 1000)).hasSize(1).allMatch(line -> line.contains("an entry of 131072"));
    }

    @Test
    void records_overrule_the_header_and_can_not_make_a_link() {
        assertThat(withRecords("13 path=ab/c\n")).containsExactly("ab/c x", "whole");
        assertThat(withRecords("14 path=../ab\n")).last().asString().startsWith("tar with a name");
        assertThat(withRecords("16 linkpath=abc\n")).last().asString().contains("no plain file");
        assertThat(withRecords("22 GNU.sparse.major=1\n")).last().asString().contains("no plain file");
        assertThat(withRecords("99 path=a\n")).last().asString().contains("record");
        assertThat(withRecords("x path=a\n")).last().asString().contains("record");
        assertThat(withRecords("11 size=-1\n")).last().asString().contains("record");
        assertThat(TarRecords.record("path", "ab/c")).isEqualTo("13 path=ab/c\n");
    }

    @Test
    void a_backup_of_nats_server_is_read() throws IOException {
        byte[] archive = recorded("v2.arc.s2");
        List<String> lines = ArchiveTarget.archive(archive, 11);
        assertThat(lines).hasSize(23).last().isEqualTo("whole");
        assertThat(lines.get(0)).startsWith("state.json 1795656850659653602 0 0 {\"messages\":19,\"bytes\":1162,");
        assertThat(lines.get(1)).startsWith("consumers/c ").contains("\"state\":{\"delivered\":{\"consumer_seq\":3");
        assertThat(lines.get(2)).isEqualTo("bk.0 1795656850119919957 1 0 payload 0");
        assertThat(lines.get(3))
                .isEqualTo("bk.1 1795656850127981610 2 29 NATS/1.0\r\nNats-Msg-Id: m1\r\n\r\npayload 1");
        assertThat(lines.get(8)).startsWith("bk.3 1795656850133858704 8 29 ");
        assertThat(lines.get(21)).isEqualTo(" 0 0 0 ");
        for (int piece : new int[] {1, 100, 100_000}) {
            assertThat(ArchiveTarget.archive(archive, piece)).isEqualTo(lines);
        }
    }

    @Test
    void a_backup_that_is_written_has_the_bytes_of_nats_server() throws IOException {
        byte[] archive = recorded("v2.arc.s2");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArchiveWriter writer = new ArchiveWriter(out::write);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ArchiveReader reader = new ArchiveReader(
                new ArchiveReader.Entries() {
                    private ArchiveEntry entry = new ArchiveEntry(new byte[0], 0, 0, 0, 0);

                    @Override
                    public void begin(ArchiveEntry next) {
                        entry = next;
                        content.reset();
                    }

                    @Override
                    public void content(byte[] from, int offset, int length) {
                        content.write(from, offset, length);
                    }

                    @Override
                    public void end() {
                        byte[] all = content.toByteArray();
                        int headers = (int) entry.headersLength();
                        writer.entry(
                                entry.nameBytes(),
                                entry.timeNanos(),
                                entry.sequence(),
                                Arrays.copyOf(all, headers),
                                Arrays.copyOfRange(all, headers, all.length));
                    }
                },
                1000);
        reader.feed(archive, 0, archive.length);
        reader.finish();
        assertThat(out.toByteArray()).isEqualTo(archive);
    }

    @Test
    void a_backup_that_was_cut_is_refused_wherever_that_was() throws IOException {
        byte[] archive = recorded("v2.arc.s2");
        for (int i = 0; i < archive.length; i++) {
            assertThat(ArchiveTarget.archive(Arrays.copyOf(archive, i), 1000))
                    .last()
                    .asString()
                    .startsWith("archive with");
        }
        assertThat(ArchiveTarget.archive(Arrays.copyOf(archive, archive.length + 1), 1000))
                .last()
                .isEqualTo("archive with bytes after the end");
    }

    @Test
    void lengths_that_claim_too_much_are_refused() {
        assertThat(archiveOf("ffffffffffffffffff0100000000")).contains("name");
        assertThat(archiveOf("ffffffffffffffffff02")).contains("64 bits");
        assertThat(archiveOf("ffffffffffffffffffff01")).contains("64 bits");
        assertThat(archiveOf("0000018180808001" + "00")).contains("above");
        assertThat(archiveOf("000001ffffffffffffffffff01ffffffffffffffffff01")).contains("above");
        assertThat(archiveOf("81808040" + "00000000")).contains("name");
    }

    @Test
    void any_bytes_do_no_harm() throws IOException {
        Random random = new Random(5);
        for (String file : new String[] {"v1.tar.s2", "v2.arc.s2"}) {
            byte[] input = recorded(file);
            ArchiveTarget.check(input);
            for (int i = 0; i < 200; i++) {
                byte[] changed = input.clone();
                changed[random.nextInt(Math.min(changed.length, 3000))] = (byte) random.nextInt(256);
                ArchiveTarget.check(changed);
            }
        }
    }

    private static String archiveOf(String hex) {
        byte[] head = java.util.HexFormat.of().parseHex(hex);
        byte[] input = Arrays.copyOf(utf8("NATSARC1"), 8 + head.length);
        System.arraycopy(head, 0, input, 8, head.length);
        List<String> lines = ArchiveTarget.archive(input, 1);
        return lines.get(lines.size() - 1);
    }

    private static List<String> withRecords(String records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] content = utf8(records);
        out.writeBytes(TarHeader.make(utf8("r"), content.length, 0, 'x'));
        out.writeBytes(Arrays.copyOf(content, 512));
        byte[] file = written(writer -> writer.file("header", Instant.EPOCH, utf8("x")));
        out.writeBytes(file);
        return ArchiveTarget.tar(out.toByteArray(), 1000);
    }

    private static byte[] written(java.util.function.Consumer<TarWriter> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(out::write);
        files.accept(writer);
        writer.finish();
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] recorded(String file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        S2Decoder decoder = new S2Decoder(out::write);
        try (InputStream in = Objects.requireNonNull(ArchiveTest.class.getResourceAsStream(file), file)) {
            byte[] stream = in.readAllBytes();
            decoder.feed(stream, 0, stream.length);
        }
        decoder.finish();
        return out.toByteArray();
    }
}
