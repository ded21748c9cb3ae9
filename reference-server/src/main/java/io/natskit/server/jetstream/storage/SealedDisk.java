// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file system whose files are {@linkplain SealedFile encrypted}; their names are not. Any thread. */
final class SealedDisk implements Disk {
    private final Disk disk;
    private final Keyring keys;

    SealedDisk(Disk disk, Keyring keys) {
        this.disk = disk;
        this.keys = keys;
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        StreamKeys known = keys.keysOf(path);
        DiskFile file = disk.open(path);
        return known == null ? file : new SealedFile(file, known);
    }

    /** What is written behind the end of an older file may have been there before, and the power went: it would be encrypted by the same key stream. */
    @Override
    public boolean continuesFiles() {
        return false;
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        disk.createFolders(folder);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        keys.forget(from);
        keys.forget(to);
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        keys.forget(path);
        disk.delete(path);
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }

    @Override
    public boolean isFolder(Path path) {
        return disk.isFolder(path);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        disk.syncFolder(folder);
    }
}
