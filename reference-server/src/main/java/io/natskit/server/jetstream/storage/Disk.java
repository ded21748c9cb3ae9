// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file system as far as stores use it; tests put one in between that records, fails and cuts the power. A name that was made, moved or
 * deleted survives a power cut once {@link #syncFolder} of its folder has returned. Any thread.
 */
public interface Disk {
    /** Opens a file for reading and writing; makes it, with mode 0600, if it is not there. */
    DiskFile open(Path path) throws IOException;

    /** Makes a folder and those above it, with mode 0700, if they are not there. */
    void createFolders(Path folder) throws IOException;

    /** Moves a file or a folder; a file that stands there is replaced, in one instant. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file or an empty folder, if it is there. */
    void delete(Path path) throws IOException;

    /** The names in a folder, sorted; empty if it is not there. */
    List<String> list(Path folder) throws IOException;

    /** Whether there is such a file or folder. */
    boolean exists(Path path);

    /** Whether there is such a folder. */
    boolean isFolder(Path path);

    /** Makes the names in a folder durable. */
    void syncFolder(Path folder) throws IOException;

    /** Whether a file that was there before it was opened may be written on at its end; if not, whoever goes on begins another one. */
    default boolean continuesFiles() {
        return true;
    }
}
