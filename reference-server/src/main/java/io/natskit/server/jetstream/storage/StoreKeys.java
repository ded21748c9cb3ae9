// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all streams of a store (ADR 0008). Each stream has keys of its own, drawn by chance, in its {@link KeyFile}; that is sealed by a key of its
 * account, which is derived of the server's. So another server key means new key files, not new files. Any thread.
 */
final class StoreKeys implements Keyring {
    private final Disk disk;
    private final Path root;
    private final Encryption encryption;
    private final StoreEvents events;
    private final Map<Path, StreamKeys> known = new ConcurrentHashMap<>();

    private StoreKeys(Disk disk, Path root, Encryption encryption, StoreEvents events) {
        this.disk = disk;
        this.root = root;
        this.encryption = encryption;
        this.events = events;
    }

    /**
     * The disk of a store, encrypted if it is asked for. Every stream's keys are opened before anything is touched; then streams under the previous
     * key come under the new one, and files that are still plain are encrypted.
     *
     * @param notices told what is encrypted now, as sentences for the log
     * @throws StoreFailedException if a stream is encrypted and the key does not open it
     */
    static Disk open(
            Disk disk, Path root, @Nullable Encryption encryption, StoreEvents events, Consumer<String> notices) {
        try {
            List<Path> streams = streams(disk, root);
            if (encryption == null) {
                refuseEncrypted(disk, streams);
                return disk;
            }
            StoreKeys keys = new StoreKeys(disk, root, encryption, events);
            keys.take(streams, notices);
            return new SealedDisk(disk, keys);
        } catch (IOException e) {
            throw new StoreFailedException("cannot open the keys of the store in " + root, e);
        }
    }

    private static List<Path> streams(Disk disk, Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String account : disk.list(root)) {
            Path parent = root.resolve(account).resolve(Storage.STREAMS);
            for (String stream : disk.list(parent)) {
                if (!stream.startsWith(Storage.GONE) && !stream.startsWith(Storage.STAGED)) {
                    found.add(parent.resolve(stream));
                }
            }
        }
        return found;
    }

    private static void refuseEncrypted(Disk disk, List<Path> streams) {
        for (Path stream : streams) {
            if (KeyFile.isIn(disk, stream)) {
                throw new StoreFailedException(
                        "key: none (expected: the key that the stream in " + stream + " is encrypted with)", null);
            }
        }
    }

    private void take(List<Path> streams, Consumer<String> notices) throws IOException {
        Map<Path, KeyFile.Content> current = new LinkedHashMap<>();
        Map<Path, KeyFile.Content> previous = new LinkedHashMap<>();
        List<Path> plain = new ArrayList<>();
        for (Path stream : streams) {
            if (!KeyFile.isIn(disk, stream)) {
                if (disk.exists(stream.resolve(AccountStorage.DOCUMENT))) {
                    plain.add(stream);
                }
                continue;
            }
            byte[] bytes = KeyFile.read(disk, stream);
            if (bytes == null) {
                continue;
            }
            KeyFile.Content content = KeyFile.open(bytes, accountKey(encryption.key(), stream), encryption.cipher());
            if (content != null) {
                current.put(stream, content);
            } else {
                previous.put(stream, openByPrevious(stream, bytes));
            }
        }
        for (Map.Entry<Path, KeyFile.Content> each : previous.entrySet()) {
            KeyFile.Content old = each.getValue();
            KeyFile.Content renewed = new KeyFile.Content(old.keys().andNew(), old.whole());
            write(each.getKey(), renewed);
            current.put(each.getKey(), renewed);
        }
        for (Path stream : plain) {
            KeyFile.Content begun = new KeyFile.Content(StreamKeys.drawn(encryption.cipher()), false);
            write(stream, begun);
            current.put(stream, begun);
        }
        for (Map.Entry<Path, KeyFile.Content> each : current.entrySet()) {
            if (!each.getValue().whole()) {
                notices.accept("  Encrypting the stream in " + each.getKey());
                encrypt(each.getKey(), each.getValue().keys());
            }
            known.put(each.getKey(), each.getValue().keys());
        }
    }

    private KeyFile.Content openByPrevious(Path stream, byte[] bytes) {
        String before = encryption.previousKey();
        KeyFile.Content content =
                before == null ? null : KeyFile.open(bytes, accountKey(before, stream), encryption.cipher());
        if (content == null) {
            throw new StoreFailedException(
                    "key: does not open the stream in " + stream
                            + " (expected: the key that it is encrypted with; prev_key, if it has changed)",
                    null);
        }
        return content;
    }

    private void write(Path stream, KeyFile.Content content) throws IOException {
        KeyFile.write(disk, stream, accountKey(encryption.key(), stream), encryption.cipher(), content);
    }

    private byte[] accountKey(String serverKey, Path stream) {
        return KeyFile.accountKey(serverKey, root.relativize(stream).getName(0).toString());
    }

    // ---- files from before there was a key

    private void encrypt(Path stream, StreamKeys keys) throws IOException {
        List<Path> all = Folders.under(disk, stream);
        for (Path each : all) {
            if (!disk.isFolder(each) && !each.endsWith(KeyFile.NAME)) {
                encryptFile(each, keys);
            }
        }
        for (Path each : all) {
            if (disk.isFolder(each)) {
                disk.syncFolder(each);
            }
        }
        write(stream, new KeyFile.Content(keys, true));
    }

    private void encryptFile(Path path, StreamKeys keys) throws IOException {
        if (Replacement.isOne(path.toString())) {
            // what a crash left of a file that was to be replaced
            disk.delete(path);
            return;
        }
        Replacement replacement = new Replacement(disk, path);
        try (DiskFile plain = disk.open(path)) {
            if (SealedFile.isSealed(plain)) {
                return;
            }
            replacement.write(file -> copy(plain, new SealedFile(file, keys)), true);
        }
        replacement.put();
    }

    private static void copy(DiskFile from, DiskFile to) throws IOException {
        byte[] part = new byte[256 << 10];
        long at = 0;
        for (int count = from.read(at, part, 0, part.length); count > 0; count = from.read(at, part, 0, part.length)) {
            to.write(at, part, 0, count);
            at += count;
        }
    }

    // ---- the keyring

    @Override
    public @Nullable StreamKeys keysOf(Path file) throws IOException {
        Path stream = streamOf(file);
        if (stream == null) {
            return null;
        }
        try {
            return known.computeIfAbsent(stream, this::find);
        } catch (UncheckedIOException e) {
            throw new IOException("cannot open the keys of the stream in " + stream, e.getCause());
        }
    }

    /** {@code <root>/<account>/streams/<stream>}, for what is below that. */
    private @Nullable Path streamOf(Path file) {
        int depth = root.getNameCount();
        if (!file.startsWith(root) || file.getNameCount() <= depth + 3) {
            return null;
        }
        return root.resolve(file.subpath(depth, depth + 3));
    }

    private StreamKeys find(Path stream) {
        try {
            if (!KeyFile.isIn(disk, stream)) {
                StreamKeys drawn = StreamKeys.drawn(encryption.cipher());
                write(stream, new KeyFile.Content(drawn, true));
                return drawn;
            }
            byte[] bytes = KeyFile.read(disk, stream);
            KeyFile.Content content = bytes == null
                    ? null
                    : KeyFile.open(bytes, accountKey(encryption.key(), stream), encryption.cipher());
            if (content != null) {
                return content.keys();
            }
            events.damaged(stream.resolve(KeyFile.NAME), "cannot be read; what it belongs to is left alone");
            return StreamKeys.of(encryption.cipher(), new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void forget(Path path) {
        known.remove(path);
    }
}
