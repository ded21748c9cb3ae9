// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The folder of all that is stored: {@code <store_dir>/jetstream/<account>/streams/<stream>}. A stream is there from the moment its document is, and gone from the moment
 * its folder has another name; so none is half there after a crash. What has no document that can be read is left where it is and told to the log. Which consumers a stream
 * has is told by its {@link ConsumerCatalog}. Blocks for disk; any thread, one at a time for each account.
 */
public final class Storage {
    private static final String ACCOUNT_DOCUMENT = "account.doc";
    static final String STREAMS = "streams";
    static final String GONE = ".gone-";
    static final String STAGED = ".staged-";

    private final Disk disk;
    private final Path root;
    private final StoreEvents events;

    private Storage(Disk disk, Path root, StoreEvents events) {
        this.disk = disk;
        this.root = root;
        this.events = events;
    }

    /** As the other, of a store that is not encrypted. */
    public static Storage open(Disk disk, Path storeDir, StoreEvents events) {
        return open(disk, storeDir, null, events, notice -> {});
    }

    /**
     * Opens {@code <storeDir>/jetstream}; makes it if it is not there. Where it is encrypted, the keys of all streams are opened first, and nothing is touched
     * if one does not open.
     *
     * @param encryption how it is encrypted; null for not at all
     * @param notices told which streams are encrypted now, as sentences for the log
     * @throws StoreFailedException if that fails, or the key is not the one it is encrypted with
     */
    public static Storage open(
            Disk disk, Path storeDir, @Nullable Encryption encryption, StoreEvents events, Consumer<String> notices) {
        Path root = storeDir.resolve("jetstream");
        Disk opened = StoreKeys.open(disk, root, encryption, events, notices);
        try {
            disk.createFolders(root);
            disk.syncFolder(storeDir);
        } catch (IOException e) {
            throw new StoreFailedException("cannot make " + root, e);
        }
        return new Storage(opened, root, events);
    }

    /** The folder of all. */
    public Path root() {
        return root;
    }

    /** The accounts that have something here. */
    public List<String> accounts() {
        List<String> names = new ArrayList<>();
        for (Named each : named(disk, root, ACCOUNT_DOCUMENT, events)) {
            names.add(each.document().name());
        }
        return names;
    }

    /** An account's part; made if it is not there. */
    public AccountStorage account(String name) {
        try {
            Path folder = find(disk, root, name, ACCOUNT_DOCUMENT, events);
            if (folder == null) {
                folder = unused(disk, root, name);
                disk.createFolders(folder.resolve(STREAMS));
                disk.syncFolder(folder);
                Document.write(disk, folder.resolve(ACCOUNT_DOCUMENT), name, new byte[0]);
                disk.syncFolder(root);
            }
            return new AccountStorage(disk, folder.resolve(STREAMS), events);
        } catch (IOException e) {
            throw new StoreFailedException("cannot make the folder of account " + name, e);
        }
    }

    /** Deletes all that there is of an account, if there is anything. Its streams must be closed. */
    public void delete(String account) {
        try {
            Path folder = find(disk, root, account, ACCOUNT_DOCUMENT, events);
            if (folder != null) {
                remove(disk, folder);
            }
        } catch (IOException e) {
            throw new StoreFailedException("cannot delete the folder of account " + account, e);
        }
    }

    // ---- folders that belong to a name

    /** A folder and the document in it. */
    record Named(Path folder, Document document) {}

    /** The folders with a document; those on their way out are deleted. */
    static List<Named> named(Disk disk, Path parent, String documentName, StoreEvents events) {
        List<Named> found = new ArrayList<>();
        try {
            for (String entry : disk.list(parent)) {
                Path folder = parent.resolve(entry);
                if (!disk.isFolder(folder) || entry.startsWith(STAGED)) {
                    continue;
                }
                if (entry.startsWith(GONE)) {
                    Folders.deleteAll(disk, folder);
                    continue;
                }
                Document document = Document.read(disk, folder.resolve(documentName));
                if (document != null) {
                    found.add(new Named(folder, document));
                } else if (disk.exists(folder.resolve(documentName))) {
                    events.damaged(folder.resolve(documentName), "cannot be read; what it belongs to is left alone");
                }
            }
        } catch (IOException e) {
            throw new StoreFailedException("cannot list " + parent, e);
        }
        return found;
    }

    static @Nullable Path find(Disk disk, Path parent, String name, String documentName, StoreEvents events) {
        for (Named each : named(disk, parent, documentName, events)) {
            if (each.document().name().equals(name)) {
                return each.folder();
            }
        }
        return null;
    }

    /** A folder name that nobody uses, as file systems that ignore case see it too. */
    static Path unused(Disk disk, Path parent, String name) {
        String safe = Folders.safe(name);
        Path folder = parent.resolve(safe);
        for (int i = 2; disk.exists(folder); i++) {
            folder = parent.resolve(safe + "~" + i);
        }
        return folder;
    }

    /** Takes a folder out of sight in one instant, durably, and then deletes it. */
    static void remove(Disk disk, Path folder) throws IOException {
        removeHidden(disk, hide(disk, folder));
    }

    /** Takes a folder out of sight in one instant; answers where it is then. */
    static Path hide(Disk disk, Path folder) throws IOException {
        Path parent = Folders.parentOf(folder);
        Path gone = parent.resolve(GONE + folder.getFileName());
        for (int i = 2; disk.exists(gone); i++) {
            gone = parent.resolve(GONE + folder.getFileName() + "~" + i);
        }
        disk.rename(folder, gone);
        return gone;
    }

    /** Deletes what is out of sight, once that is durable: nothing comes back in part. */
    static void removeHidden(Disk disk, Path gone) throws IOException {
        disk.syncFolder(Folders.parentOf(gone));
        Folders.deleteAll(disk, gone);
    }
}
