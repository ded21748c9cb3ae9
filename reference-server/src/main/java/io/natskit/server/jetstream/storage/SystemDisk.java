// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The real file system. Any thread; an interrupt does not close a file for good. */
public final class SystemDisk implements Disk {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] FILE_MODE = mode("rw-------");
    private static final FileAttribute<?>[] FOLDER_MODE = mode("rwx------");
    private static final Set<? extends OpenOption> OPTIONS =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);

    /** The real file system. */
    public SystemDisk() {}

    private static FileAttribute<?>[] mode(String mode) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return new Open(path);
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDER_MODE);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public boolean isFolder(Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** An interrupt in the middle of I/O closes a channel, for every thread that uses it; so whoever finds it closed opens it again. */
    private static final class Open implements DiskFile {
        private final Path path;
        private volatile FileChannel channel;
        private volatile boolean closed;

        Open(Path path) throws IOException {
            this.path = path;
            channel = FileChannel.open(path, OPTIONS, FILE_MODE);
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            return (int) retried(open -> {
                ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
                while (buffer.hasRemaining()) {
                    if (open.read(buffer, position + length - buffer.remaining()) < 0) {
                        break;
                    }
                }
                return length - buffer.remaining();
            });
        }

        @Override
        public void write(long position, byte[] from, int offset, int length) throws IOException {
            retried(open -> {
                ByteBuffer buffer = ByteBuffer.wrap(from, offset, length);
                while (buffer.hasRemaining()) {
                    open.write(buffer, position + length - buffer.remaining());
                }
                return length;
            });
        }

        @Override
        public long length() throws IOException {
            return retried(FileChannel::size);
        }

        @Override
        public void truncate(long length) throws IOException {
            retried(open -> open.truncate(length).size());
        }

        @Override
        public void sync() throws IOException {
            retried(open -> {
                open.force(true);
                return 0;
            });
        }

        @Override
        public void close() {
            closed = true;
            try {
                channel.close();
            } catch (IOException e) {
                // nothing is lost by it: what had to be durable was synced
            }
        }

        private interface Action {
            long on(FileChannel channel) throws IOException;
        }

        private long retried(Action action) throws IOException {
            boolean interrupted = false;
            try {
                while (true) {
                    FileChannel open = channel;
                    try {
                        return action.on(open);
                    } catch (ClosedChannelException e) {
                        interrupted |= Thread.interrupted();
                        reopen(open, e);
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private synchronized void reopen(FileChannel old, ClosedChannelException cause) throws IOException {
            if (closed) {
                throw cause;
            }
            if (channel == old) {
                channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
        }
    }
}
