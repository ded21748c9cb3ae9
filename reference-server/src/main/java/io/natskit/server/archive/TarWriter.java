// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.archive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes a tar of regular files as Go does in its pax format: ustar headers, with records before them for what these can not hold. Confined to one thread. */
public final class TarWriter {
    private static final byte[] ZEROS = new byte[TarHeader.BLOCK];
    private static final int NAME_MAX = 100;

    private final ArchiveOutput output;

    /** At the beginning of a tar. */
    public TarWriter(ArchiveOutput output) {
        this.output = output;
    }

    /** Writes a file, with mode 0600, of user and group {@code nats}. */
    public void file(String name, Instant modified, byte[] content) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        StringBuilder records = new StringBuilder();
        if (modified.getNano() != 0) {
            records.append(TarRecords.record("mtime", decimal(modified)));
        }
        if (bytes.length > NAME_MAX || bytes.length != name.length()) {
            records.append(TarRecords.record("path", name));
        }
        if (!records.isEmpty()) {
            int base = name.lastIndexOf('/') + 1;
            String before = name.substring(0, base) + "PaxHeaders.0/" + name.substring(base);
            entry(asciiOf(before), 0, records.toString().getBytes(StandardCharsets.UTF_8), 'x');
        }
        entry(asciiOf(name), Math.max(0, modified.getEpochSecond()), content, TarHeader.FILE);
    }

    /** Writes the two blocks at the end. */
    public void finish() {
        output.bytes(ZEROS, 0, ZEROS.length);
        output.bytes(ZEROS, 0, ZEROS.length);
    }

    private void entry(byte[] name, long mtimeSeconds, byte[] content, char type) {
        byte[] header = TarHeader.make(name, content.length, mtimeSeconds, type);
        output.bytes(header, 0, header.length);
        if (content.length > 0) {
            output.bytes(content, 0, content.length);
            output.bytes(ZEROS, 0, -content.length & TarHeader.BLOCK - 1);
        }
    }

    // what is beyond ASCII stands in the records alone
    private static byte[] asciiOf(String name) {
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < 0x80) {
                ascii.append(name.charAt(i));
            }
        }
        return ascii.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String decimal(Instant time) {
        String nanos = Integer.toString(1_000_000_000 + time.getNano()).substring(1);
        int end = nanos.length();
        while (nanos.charAt(end - 1) == '0') {
            end--;
        }
        return time.getEpochSecond() + "." + nanos.substring(0, end);
    }
}
