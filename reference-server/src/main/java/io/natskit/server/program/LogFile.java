// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A log file that is set aside when it passes its size: renamed with the time at its end, a new one begun, and the oldest removed
 * when there are too many. Readable by its owner alone. Used under the log's lock.
 */
final class LogFile implements LogTarget {
    /** {@code .2026.11.23.04.57.24.049018123}. */
    private static final String SUFFIX_FORM = ".0000.00.00.00.00.00.000000000";

    private final Path path;
    private final long sizeMaxBytes;
    private final int filesMax;
    private final LogStamp stamp;
    private final LineMaker lines;
    private FileChannel file;
    private long sizeBytes;
    private long limitBytes;

    /** Makes the lines that the file writes about itself. */
    interface LineMaker {
        byte[] line(LogLabel label, String text);
    }

    LogFile(Path path, long sizeMaxBytes, int filesMax, LogStamp stamp, LineMaker lines) throws IOException {
        this.path = path;
        this.sizeMaxBytes = sizeMaxBytes;
        this.limitBytes = sizeMaxBytes;
        this.filesMax = filesMax;
        this.stamp = stamp;
        this.lines = lines;
        this.file = open(path);
        this.sizeBytes = file.size();
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                PrivateFiles.fileMode(path));
    }

    @Override
    public void write(byte[] line) throws IOException {
        append(line);
        if (limitBytes > 0 && sizeBytes > limitBytes) {
            rotate();
        }
    }

    private void append(byte[] line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
            sizeBytes += file.write(bytes);
        }
    }

    private void rotate() throws IOException {
        Instant now = stamp.now();
        StringBuilder name = new StringBuilder(path.toString()).append('.');
        stamp.appendSuffix(now, name);
        Path backup = Path.of(name.toString());
        try {
            Files.move(path, backup, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            limitBytes *= 2;
            append(lines.line(
                    LogLabel.ERROR,
                    "Unable to rename logfile for rotation (" + e + "), will attempt next rotation at size "
                            + limitBytes));
            return;
        }
        FileChannel old = file;
        file = open(path);
        old.close();
        sizeBytes = 0;
        limitBytes = sizeMaxBytes;
        append(lines.line(LogLabel.INFO, "Rotated log, backup saved as \"" + backup + "\""));
        if (filesMax > 0) {
            purge();
        }
    }

    private void purge() throws IOException {
        List<Path> backups = backups();
        int surplus = backups.size() - (filesMax - 1);
        for (int i = 0; i < surplus; i++) {
            Path backup = backups.get(i);
            try {
                Files.delete(backup);
            } catch (IOException e) {
                append(lines.line(
                        LogLabel.ERROR,
                        "Unable to remove backup log file \"" + backup.getFileName() + "\" (" + e
                                + "), will attempt next rotation"));
                return;
            }
            append(lines.line(LogLabel.INFO, "Purged log file \"" + backup.getFileName() + "\""));
        }
    }

    /** The files set aside, oldest first. */
    private List<Path> backups() throws IOException {
        Path absolute = path.toAbsolutePath();
        String name = String.valueOf(absolute.getFileName());
        List<Path> backups = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(absolute.getParent())) {
            for (Path entry : entries) {
                String other = String.valueOf(entry.getFileName());
                if (other.startsWith(name) && isSuffix(other.substring(name.length()))) {
                    backups.add(entry);
                }
            }
        }
        backups.sort(null);
        return backups;
    }

    private static boolean isSuffix(String text) {
        if (text.length() != SUFFIX_FORM.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            boolean digit = text.charAt(i) >= '0' && text.charAt(i) <= '9';
            if (SUFFIX_FORM.charAt(i) == '.' ? text.charAt(i) != '.' : !digit) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The bytes of a line. */
    static byte[] bytes(StringBuilder line) {
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }
}
