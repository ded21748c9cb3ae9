// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.archive;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The records of pax that stand before a file and overrule its header: {@code 30 mtime=1350244992.023960108\n}. */
final class TarRecords {
    private @Nullable String path;
    private long size = -1;

    /** The name; null if the header's counts. */
    @Nullable
    String path() {
        return path;
    }

    /** The size; −1 if the header's counts. */
    long size() {
        return size;
    }

    /** Reads {@code bytes[0…length)}. Throws {@link ArchiveException} on what is no record. */
    static TarRecords read(byte[] bytes, int length) {
        TarRecords records = new TarRecords();
        int at = 0;
        while (at < length) {
            int space = at;
            int claimed = 0;
            while (space < length && bytes[space] != ' ') {
                int digit = bytes[space++] - '0';
                if (digit < 0 || digit > 9 || claimed > length) {
                    throw broken();
                }
                claimed = claimed * 10 + digit;
            }
            int end = at + claimed;
            if (claimed > length - at || end <= space + 1 || bytes[end - 1] != '\n') {
                throw broken();
            }
            records.take(new String(bytes, space + 1, end - space - 2, StandardCharsets.UTF_8));
            at = end;
        }
        return records;
    }

    /** One record with its length, which counts itself. */
    static String record(String key, String value) {
        int rest =
                key.length() + value.getBytes(StandardCharsets.UTF_8).length + 3; // a blank, an equals sign, a line end
        int length = rest + 1;
        while (Integer.toString(length).length() + rest != length) {
            length = Integer.toString(length).length() + rest;
        }
        return length + " " + key + "=" + value + "\n";
    }

    private void take(String record) {
        int equals = record.indexOf('=');
        if (equals <= 0) {
            throw broken();
        }
        String key = record.substring(0, equals);
        String value = record.substring(equals + 1);
        if (key.startsWith("GNU.sparse.") || key.equals("linkpath")) {
            throw new ArchiveException("tar entry that is no plain file");
        }
        if (key.equals("path")) {
            path = value;
        } else if (key.equals("size")) {
            try {
                size = Long.parseLong(value);
            } catch (NumberFormatException noNumber) {
                throw broken();
            }
            if (size < 0) {
                throw broken();
            }
        }
    }

    private static ArchiveException broken() {
        return new ArchiveException("tar record that is none");
    }
}
