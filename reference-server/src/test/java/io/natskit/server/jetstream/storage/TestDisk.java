// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that remembers what is durable: it can be full, fail a sync, and give back any state that a power cut may leave.
 */
public final class TestDisk implements Disk {
    /** What becomes of writes that were not synced. */
    public enum Unsynced {
        GONE,
        KEPT,
        ZEROS,
        ANY
    }

    private record Write(int position, byte[] bytes) {}

    private static final class Content {
        byte[] bytes = new byte[0];
        int length;
        byte[] durable = new byte[0];
        boolean forgotten;
        final List<Write> unsynced = new ArrayList<>();

        byte[] now() {
            return Arrays.copyOf(bytes, length);
        }
    }

    private final TreeMap<Path, Content> files = new TreeMap<>();
    private final TreeSet<Path> folders = new TreeSet<>();
    // names as they are durable, and what happened to them since, by folder
    private final Map<Path, TreeMap<Path, Content>> durableNames = new HashMap<>();
    private final Map<Path, List<TreeMap<Path, Content>>> laterNames = new HashMap<>();

    // folders whose new names are not durable
    private final List<Renamed> renamed = new ArrayList<>();

    private record Renamed(Path from, Path to) {}

    long room = Long.MAX_VALUE;
    boolean failSyncs;
    int syncs;

    @Override
    public synchronized DiskFile open(Path path) {
        Content content = files.get(path);
        if (content == null) {
            content = new Content();
            files.put(path, content);
            named(path.getParent());
        }
        return new Open(content);
    }

    @Override
    public synchronized void createFolders(Path folder) {
        for (Path each = folder; each != null; each = each.getParent()) {
            folders.add(each);
        }
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        if (folders.contains(from)) {
            renameFolder(from, to);
            return;
        }
        Content content = files.remove(from);
        if (content == null) {
            throw new NoSuchFileException(from.toString());
        }
        files.put(to, content);
        named(from.getParent());
        if (!from.getParent().equals(to.getParent())) {
            named(to.getParent());
        }
    }

    // a folder moves with all that is in it, durable or not; whether that outlives a power cut is said by a sync of the
    // one above
    private void renameFolder(Path from, Path to) {
        TreeSet<Path> moved = new TreeSet<>();
        folders.forEach(path -> moved.add(moved(path, from, to)));
        folders.clear();
        folders.addAll(moved);
        TreeMap<Path, Content> kept = moved(files, from, to);
        files.clear();
        files.putAll(kept);
        for (Path folder : List.copyOf(durableNames.keySet())) {
            durableNames.put(moved(folder, from, to), moved(durableNames.remove(folder), from, to));
        }
        for (Path folder : List.copyOf(laterNames.keySet())) {
            List<TreeMap<Path, Content>> later = laterNames.remove(folder);
            later.replaceAll(names -> moved(names, from, to));
            laterNames.put(moved(folder, from, to), later);
        }
        renamed.add(new Renamed(from, to));
    }

    private static Path moved(Path path, Path from, Path to) {
        return path.startsWith(from) ? to.resolve(from.relativize(path)) : path;
    }

    private static <T> TreeMap<Path, T> moved(Map<Path, T> names, Path from, Path to) {
        TreeMap<Path, T> moved = new TreeMap<>();
        names.forEach((path, content) -> moved.put(moved(path, from, to), content));
        return moved;
    }

    @Override
    public synchronized void delete(Path path) {
        if (files.remove(path) != null) {
            named(path.getParent());
        } else {
            folders.remove(path);
        }
    }

    @Override
    public synchronized List<String> list(Path folder) {
        TreeSet<String> names = new TreeSet<>();
        files.keySet().stream()
                .filter(path -> folder.equals(path.getParent()))
                .forEach(path -> names.add(path.getFileName().toString()));
        folders.stream()
                .filter(path -> folder.equals(path.getParent()))
                .forEach(path -> names.add(path.getFileName().toString()));
        return List.copyOf(names);
    }

    @Override
    public synchronized boolean exists(Path path) {
        return files.containsKey(path) || folders.contains(path);
    }

    @Override
    public synchronized boolean isFolder(Path path) {
        return folders.contains(path);
    }

    @Override
    public synchronized void syncFolder(Path folder) throws IOException {
        failIfAsked();
        durableNames.put(folder, namesIn(folder));
        laterNames.remove(folder);
        renamed.removeIf(one -> folder.equals(one.to.getParent()));
    }

    private TreeMap<Path, Content> namesIn(Path folder) {
        TreeMap<Path, Content> names = new TreeMap<>();
        files.forEach((path, content) -> {
            if (folder.equals(path.getParent())) {
                names.put(path, content);
            }
        });
        return names;
    }

    private void named(@Nullable Path folder) {
        if (folder != null) {
            laterNames.computeIfAbsent(folder, key -> new ArrayList<>()).add(namesIn(folder));
        }
    }

    private void failIfAsked() throws IOException {
        syncs++;
        if (failSyncs) {
            throw new IOException("sync failed, as the test asked");
        }
    }

    // ---- what a test does

    /** After a sync that failed: nothing that waits will ever be written, and nobody says so. */
    synchronized void forgetUnsynced() {
        files.values().forEach(content -> content.unsynced.clear());
        files.values().forEach(content -> content.forgotten = true);
    }

    /** All files, as they are. */
    public synchronized Map<Path, byte[]> contents() {
        Map<Path, byte[]> all = new TreeMap<>();
        files.forEach((path, content) -> all.put(path, content.now()));
        return all;
    }

    /** A disk with these files, all durable. */
    public static TestDisk of(Map<Path, byte[]> contents) {
        TestDisk disk = new TestDisk();
        contents.forEach((path, bytes) -> {
            disk.createFolders(path.getParent());
            Content content = new Content();
            content.bytes = bytes.clone();
            content.length = bytes.length;
            content.durable = bytes.clone();
            disk.files.put(path, content);
        });
        for (Path path : contents.keySet()) {
            disk.durableNames.put(path.getParent(), disk.namesIn(path.getParent()));
        }
        return disk;
    }

    /** What is left when the power goes now. */
    public synchronized TestDisk powerCut(Unsynced unsynced, Random random) {
        TreeMap<Path, byte[]> left = new TreeMap<>();
        TreeSet<Path> parents = new TreeSet<>(durableNames.keySet());
        parents.addAll(laterNames.keySet());
        for (Path folder : parents) {
            List<TreeMap<Path, Content>> later = laterNames.getOrDefault(folder, List.of());
            int steps = switch (unsynced) {
                case GONE -> 0;
                case KEPT, ZEROS -> later.size();
                case ANY -> random.nextInt(later.size() + 1);
            };
            TreeMap<Path, Content> names =
                    steps == 0 ? durableNames.getOrDefault(folder, new TreeMap<>()) : later.get(steps - 1);
            for (Map.Entry<Path, Content> name : names.entrySet()) {
                left.put(name.getKey(), after(name.getValue(), unsynced, random));
            }
        }
        TreeSet<Path> there = new TreeSet<>(folders);
        for (int i = renamed.size() - 1; i >= 0; i--) {
            Renamed one = renamed.get(i);
            if (unsynced == Unsynced.GONE || unsynced == Unsynced.ANY && random.nextBoolean()) {
                left = moved(left, one.to, one.from);
                there = new TreeSet<>(there.stream()
                        .map(path -> moved(path, one.to, one.from))
                        .toList());
            }
        }
        TestDisk disk = TestDisk.of(left);
        disk.folders.addAll(there);
        return disk;
    }

    private static byte[] after(Content content, Unsynced unsynced, Random random) {
        byte[] bytes = content.durable.clone();
        for (Write write : content.unsynced) {
            int choice = switch (unsynced) {
                case GONE -> 0;
                case KEPT -> 1;
                case ZEROS -> 2;
                case ANY -> random.nextInt(4);
            };
            int length = choice == 3 ? random.nextInt(write.bytes().length + 1) : write.bytes().length;
            if (choice == 0 || length == 0) {
                continue;
            }
            if (bytes.length < write.position() + length) {
                bytes = Arrays.copyOf(bytes, write.position() + length);
            }
            if (choice == 2) {
                // the file grew, and its bytes did not come
                continue;
            }
            System.arraycopy(write.bytes(), 0, bytes, write.position(), length);
        }
        return bytes;
    }

    private final class Open implements DiskFile {
        private final Content content;

        Open(Content content) {
            this.content = content;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            synchronized (TestDisk.this) {
                int count = (int) Math.max(0, Math.min(length, content.length - position));
                System.arraycopy(content.bytes, count == 0 ? 0 : (int) position, into, offset, count);
                return count;
            }
        }

        @Override
        public void write(long position, byte[] from, int offset, int length) throws IOException {
            synchronized (TestDisk.this) {
                int count = (int) Math.min(length, room);
                if (count > 0) {
                    put((int) position, Arrays.copyOfRange(from, offset, offset + count));
                    room -= room == Long.MAX_VALUE ? 0 : count;
                }
                if (count < length) {
                    throw new IOException("No space left on device, as the test asked");
                }
            }
        }

        private void put(int position, byte[] bytes) {
            int end = position + bytes.length;
            if (end > content.bytes.length) {
                content.bytes = Arrays.copyOf(content.bytes, Math.max(end, content.bytes.length * 2));
            }
            System.arraycopy(bytes, 0, content.bytes, position, bytes.length);
            content.length = Math.max(content.length, end);
            content.unsynced.add(new Write(position, bytes));
        }

        @Override
        public long length() {
            synchronized (TestDisk.this) {
                return content.length;
            }
        }

        @Override
        public void truncate(long length) {
            synchronized (TestDisk.this) {
                if (length < content.length) {
                    content.length = (int) length;
                    content.bytes = Arrays.copyOf(content.bytes, content.length);
                    // cut at once and for good, which keeps the model small
                    content.durable = Arrays.copyOf(content.durable, Math.min(content.durable.length, content.length));
                    content.unsynced.replaceAll(write -> new Write(
                            write.position(),
                            Arrays.copyOf(
                                    write.bytes(),
                                    Math.max(0, Math.min(write.bytes().length, (int) length - write.position())))));
                    content.unsynced.removeIf(write -> write.bytes().length == 0);
                }
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (TestDisk.this) {
                failIfAsked();
                if (content.forgotten) {
                    // what was written after the failure comes to the disk, what was before does not
                    content.durable = after(content, Unsynced.KEPT, new Random(0));
                } else {
                    content.durable = content.now();
                }
                content.unsynced.clear();
            }
        }

        @Override
        public void close() {}
    }
}
