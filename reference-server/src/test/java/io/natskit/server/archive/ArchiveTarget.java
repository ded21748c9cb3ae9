// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What must hold for any bytes that are taken for an archive: read or refused, and the same in pieces of any size. */
final class ArchiveTarget {
    static final int CONTENT_MAX = 1 << 20;

    private ArchiveTarget() {}

    static void check(byte[] input) {
        assertThat(tar(input, 3)).isEqualTo(tar(input, input.length + 1));
        assertThat(archive(input, 3)).isEqualTo(archive(input, input.length + 1));
        for (String line : tar(input, 100)) {
            assertThat(line).doesNotContain("..").doesNotStartWith("/");
        }
    }

    /** A line for each file, and one for how it ended. */
    static List<String> tar(byte[] input, int piece) {
        List<String> seen = new ArrayList<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        TarReader reader = new TarReader(
                new TarReader.Files() {
                    private String name = "";
                    private long size;

                    @Override
                    public void begin(String newName, long newSize) {
                        name = newName;
                        size = newSize;
                        content.reset();
                    }

                    @Override
                    public void content(byte[] from, int offset, int length) {
                        content.write(from, offset, length);
                    }

                    @Override
                    public void end() {
                        assertThat(content.size()).isEqualTo((int) size);
                        seen.add(name + " " + content.toString(StandardCharsets.ISO_8859_1));
                    }
                },
                CONTENT_MAX);
        try {
            for (int i = 0; i < input.length; i += piece) {
                reader.feed(input, i, Math.min(piece, input.length - i));
            }
            reader.finish();
            seen.add("whole");
        } catch (ArchiveException refused) {
            seen.add(String.valueOf(refused.getMessage()).replace("..", ""));
        }
        return seen;
    }

    /** As {@link #tar}, for version 2. */
    static List<String> archive(byte[] input, int piece) {
        List<String> seen = new ArrayList<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ArchiveReader reader = new ArchiveReader(
                new ArchiveReader.Entries() {
                    private ArchiveEntry entry = new ArchiveEntry(new byte[0], 0, 0, 0, 0);

                    @Override
                    public void begin(ArchiveEntry newEntry) {
                        entry = newEntry;
                        content.reset();
                    }

                    @Override
                    public void content(byte[] from, int offset, int length) {
                        content.write(from, offset, length);
                    }

                    @Override
                    public void end() {
                        assertThat((long) content.size()).isEqualTo(entry.headersLength() + entry.payloadLength());
                        seen.add(entry.name() + " " + entry.timeNanos() + " " + entry.sequence() + " "
                                + entry.headersLength() + " " + content.toString(StandardCharsets.ISO_8859_1));
                    }
                },
                CONTENT_MAX);
        try {
            for (int i = 0; i < input.length; i += piece) {
                reader.feed(input, i, Math.min(piece, input.length - i));
            }
            reader.finish();
            seen.add("whole");
        } catch (ArchiveException refused) {
            seen.add(String.valueOf(refused.getMessage()));
        }
        return seen;
    }
}
