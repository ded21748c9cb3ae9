// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How the files of a test are kept: what holds for plain files is to hold for encrypted ones too (row D10). */
public enum Sealing {
    PLAIN(null),
    CHACHAPOLY(StoreCipher.CHACHAPOLY),
    AES(StoreCipher.AES);

    private final @Nullable StoreKeysOfTest keys;

    Sealing(@Nullable StoreCipher cipher) {
        keys = cipher == null ? null : new StoreKeysOfTest(cipher);
    }

    /** A disk through which files are kept so; it keeps nothing itself, so any number of them see the same. */
    public Disk on(Disk disk) {
        return keys == null ? disk : new SealedDisk(disk, keys);
    }

    /** Where in a file its first plain byte is. */
    int start() {
        return keys == null ? 0 : SealedFile.START;
    }

    /** So many runs of plain files; a fifth of it for each cipher, which keeps the build short. */
    public int runs(int plain) {
        return keys == null ? plain : Math.max(1, plain / 5);
    }

    private record StoreKeysOfTest(StreamKeys all) implements Keyring {
        StoreKeysOfTest(StoreCipher cipher) {
            this(StreamKeys.of(cipher, key()));
        }

        private static byte[] key() {
            byte[] key = new byte[StoreCipher.KEY];
            Arrays.fill(key, (byte) 7);
            return key;
        }

        @Override
        public StreamKeys keysOf(Path file) {
            return all;
        }

        @Override
        public void forget(Path path) {}
    }
}
