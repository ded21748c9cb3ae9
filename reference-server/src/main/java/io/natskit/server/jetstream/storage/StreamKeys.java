// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one stream, the newest last, and what is derived of them: a key for each file, by a salt of 16 bytes that is drawn when the file is
 * begun and stands at its start, twice. Files are begun with the newest key and read with the one that they name. Prints no key. Any thread.
 *
 * <pre>
 * 0 magic  4 cipher  5 version  6 number of the stream's key  8 salt  24 zero  28 checksum of 0..28
 * </pre>
 */
final class StreamKeys {
    static final int HEAD = 32;
    private static final int MAGIC = 0x46534b4e;
    private static final byte VERSION = 1;
    private static final int SALT = 8;
    private static final int SALT_LENGTH = 16;
    private static final SecureRandom CHANCE = new SecureRandom();

    /** The key of a file. */
    @SuppressWarnings("ArrayRecordComponent")
    record FileKey(StoreCipher cipher, byte[] key) {
        @Override
        public String toString() {
            return "FileKey[" + cipher + "]";
        }
    }

    private final StoreCipher cipher;
    private final List<byte[]> keys;

    private StreamKeys(StoreCipher cipher, List<byte[]> keys) {
        this.cipher = cipher;
        this.keys = keys;
    }

    /** With one new key. */
    static StreamKeys drawn(StoreCipher cipher) {
        return new StreamKeys(cipher, List.of(random(StoreCipher.KEY)));
    }

    /** As {@link #bytes} told them. New files are encrypted by {@code cipher}, whatever older ones are. */
    static StreamKeys of(StoreCipher cipher, byte[] bytes) {
        List<byte[]> keys = new ArrayList<>();
        for (int at = 0; at + StoreCipher.KEY <= bytes.length; at += StoreCipher.KEY) {
            keys.add(Arrays.copyOfRange(bytes, at, at + StoreCipher.KEY));
        }
        return new StreamKeys(cipher, List.copyOf(keys));
    }

    /** These, and a new one for the files to come. */
    StreamKeys andNew() {
        List<byte[]> more = new ArrayList<>(keys);
        more.add(random(StoreCipher.KEY));
        return new StreamKeys(cipher, List.copyOf(more));
    }

    byte[] bytes() {
        byte[] all = new byte[keys.size() * StoreCipher.KEY];
        for (int i = 0; i < keys.size(); i++) {
            System.arraycopy(keys.get(i), 0, all, i * StoreCipher.KEY, StoreCipher.KEY);
        }
        return all;
    }

    // ---- files

    /** Writes the head of a new file, twice; answers its key. */
    FileKey begin(byte[] into) {
        int newest = keys.size() - 1;
        if (newest < 0) {
            throw new IllegalStateException("stream keys: none (expected: one at least)");
        }
        Bytes.putInt(into, 0, MAGIC);
        into[4] = (byte) cipher.code();
        into[5] = VERSION;
        Bytes.putShort(into, 6, newest);
        System.arraycopy(random(SALT_LENGTH), 0, into, SALT, SALT_LENGTH);
        Bytes.putInt(into, HEAD - 4, Bytes.crc(into, 0, HEAD - 4));
        System.arraycopy(into, 0, into, HEAD, HEAD);
        return derive(cipher, keys.get(newest), into, SALT);
    }

    /** The key of the file that begins so; null if neither of its heads is whole, or another stream's. */
    @Nullable
    FileKey read(byte[] start, int length) {
        int at = findHead(start, length);
        StoreCipher of = at < 0 ? null : StoreCipher.of(start[at + 4]);
        int number = at < 0 ? 0 : Bytes.getShort(start, at + 6);
        return of == null || number >= keys.size() ? null : derive(of, keys.get(number), start, at + SALT);
    }

    /** Where one of the two heads is whole, or −1. */
    static int findHead(byte[] start, int length) {
        for (int at = 0; at + HEAD <= Math.min(length, 2 * HEAD); at += HEAD) {
            if (Bytes.getInt(start, at) == MAGIC
                    && start[at + 5] == VERSION
                    && Bytes.getInt(start, at + HEAD - 4) == Bytes.crc(start, at, HEAD - 4)) {
                return at;
            }
        }
        return -1;
    }

    private static FileKey derive(StoreCipher cipher, byte[] streamKey, byte[] bytes, int salt) {
        byte[] context = new byte[SALT_LENGTH + 1];
        System.arraycopy(bytes, salt, context, 0, SALT_LENGTH);
        context[SALT_LENGTH] = (byte) cipher.code();
        return new FileKey(cipher, derive(streamKey, context));
    }

    /** A key for one purpose, by HMAC-SHA-256. */
    static byte[] derive(byte[] key, byte[] context) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM knows HmacSHA256", e);
        }
    }

    static byte[] random(int length) {
        byte[] drawn = new byte[length];
        CHANCE.nextBytes(drawn);
        return drawn;
    }

    @Override
    public String toString() {
        return "StreamKeys[" + cipher + ", " + keys.size() + "]";
    }
}
