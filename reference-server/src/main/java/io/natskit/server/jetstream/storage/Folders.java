// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** File names for names that users choose, numbers in those that the store chooses, and folders as a whole. */
final class Folders {
    private static final int NAME_MAX = 150;
    private static final String HEX = "0123456789abcdef";

    private Folders() {}

    /**
     * A file name for any name (CVE-2022-28357): letters, digits, {@code _} and {@code -} stay; every other byte becomes {@code %} and two
     * digits, so that no dot, slash or control byte is left. A long one is cut, and its digest tells it from others.
     */
    static String safe(String name) {
        StringBuilder safe = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_' || b == '-';
            if (plain) {
                safe.append((char) b);
            } else {
                safe.append('%').append(HEX.charAt(b >>> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return safe.length() > 0 && safe.length() <= NAME_MAX ? safe.toString() : cut(safe.toString());
    }

    private static String cut(String safe) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(safe.getBytes(StandardCharsets.UTF_8));
            return safe.substring(0, Math.min(safe.length(), NAME_MAX - 65)) + "%"
                    + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM knows SHA-256", e);
        }
    }

    /** The number of at most so many digits (18 or fewer) that stands in a name between its beginning and its end; −1 if there is none. */
    static long number(String beginning, String name, String end, int digitsMax) {
        int to = name.length() - end.length();
        int digits = to - beginning.length();
        if (digits < 1 || digits > digitsMax || !name.startsWith(beginning) || !name.endsWith(end)) {
            return -1;
        }
        long number = 0;
        for (int i = beginning.length(); i < to; i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    static Path parentOf(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("path: " + path + " (expected: in a folder)");
        }
        return parent;
    }

    /** A folder and all that is in it, each before what is in it. */
    static List<Path> under(Disk disk, Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        found.add(folder);
        for (int i = 0; i < found.size(); i++) {
            Path each = found.get(i);
            if (disk.isFolder(each)) {
                for (String name : disk.list(each)) {
                    found.add(each.resolve(name));
                }
            }
        }
        return found;
    }

    /** Deletes a folder and what is in it. Links are deleted, not followed. */
    static void deleteAll(Disk disk, Path folder) throws IOException {
        List<Path> found = under(disk, folder);
        Collections.reverse(found);
        for (Path each : found) {
            disk.delete(each);
        }
    }
}
