// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a stream in its folder, sealed by a key that is derived of the server's and of the account's folder: {@code [cipher][nonce] sealed}, and in it a
 * byte that says whether every file is encrypted, and the keys. Replaced as a whole, as any {@link Document}. Pure but for its file.
 */
final class KeyFile {
    static final String NAME = "stream.key";
    private static final byte WHOLE = 1;
    private static final byte PARTLY = 2;

    /** What a key file says. @param whole whether the stream has no plain files any more */
    record Content(StreamKeys keys, boolean whole) {}

    private KeyFile() {}

    /** The key that an account's streams are sealed by. */
    static byte[] accountKey(String serverKey, String accountFolder) {
        byte[] context = ("natskit account " + accountFolder).getBytes(StandardCharsets.UTF_8);
        return StreamKeys.derive(serverKey.getBytes(StandardCharsets.UTF_8), context);
    }

    // one for each cipher, so that no key serves two
    private static byte[] sealingKey(byte[] accountKey, StoreCipher cipher) {
        return StreamKeys.derive(accountKey, ("seal " + cipher.code()).getBytes(StandardCharsets.UTF_8));
    }

    /** Replaces the file, durably. */
    static void write(Disk disk, Path folder, byte[] accountKey, StoreCipher cipher, Content content)
            throws IOException {
        byte[] keys = content.keys().bytes();
        byte[] plain = new byte[1 + keys.length];
        plain[0] = content.whole() ? WHOLE : PARTLY;
        System.arraycopy(keys, 0, plain, 1, keys.length);
        byte[] nonce = StreamKeys.random(StoreCipher.NONCE);
        byte[] sealed = cipher.seal(sealingKey(accountKey, cipher), nonce, plain);
        byte[] bytes = new byte[1 + nonce.length + sealed.length];
        bytes[0] = (byte) cipher.code();
        System.arraycopy(nonce, 0, bytes, 1, nonce.length);
        System.arraycopy(sealed, 0, bytes, 1 + nonce.length, sealed.length);
        Document.write(disk, folder.resolve(NAME), "", bytes);
    }

    /** Whether a stream has one. */
    static boolean isIn(Disk disk, Path folder) {
        return disk.exists(folder.resolve(NAME));
    }

    /** What is in a file; null if it is damaged. */
    static byte @Nullable [] read(Disk disk, Path folder) throws IOException {
        Document found = Document.read(disk, folder.resolve(NAME));
        return found == null || found.content().length <= 1 + StoreCipher.NONCE ? null : found.content();
    }

    /** What it says; null if it was sealed by another key. */
    static @Nullable Content open(byte[] bytes, byte[] accountKey, StoreCipher forNewFiles) {
        StoreCipher cipher = StoreCipher.of(bytes[0]);
        if (cipher == null) {
            return null;
        }
        byte[] nonce = Arrays.copyOfRange(bytes, 1, 1 + StoreCipher.NONCE);
        byte[] sealed = Arrays.copyOfRange(bytes, 1 + StoreCipher.NONCE, bytes.length);
        byte[] plain = cipher.unseal(sealingKey(accountKey, cipher), nonce, sealed);
        if (plain == null || plain.length < 1 + StoreCipher.KEY) {
            return null;
        }
        byte[] keys = Arrays.copyOfRange(plain, 1, plain.length);
        return new Content(StreamKeys.of(forNewFiles, keys), plain[0] == WHOLE);
    }
}
