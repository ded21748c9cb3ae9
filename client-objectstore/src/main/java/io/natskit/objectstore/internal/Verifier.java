// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.objectstore.DamagedObjectException;
import io.natskit.objectstore.ObjectInfo;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Whether what comes of an object is what its description says: chunks, size, digest. For one thread at a time. */
final class Verifier {
    private static final String SHA_256 = "SHA-256=";

    private final ObjectInfo info;
    private final MessageDigest digest = sha256();
    private long size;
    private long chunks;

    Verifier(ObjectInfo info) {
        this.info = info;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String text(MessageDigest digest) {
        return SHA_256 + Base64.getUrlEncoder().encodeToString(digest.digest());
    }

    /** A chunk. */
    void take(ByteBuffer chunk) {
        size += chunk.remaining();
        chunks++;
        digest.update(chunk.duplicate());
        if (chunks > info.chunks() || size > info.size()) {
            throw damaged(chunks + " chunks, " + size + " bytes and more");
        }
    }

    /** Whether all chunks have come. */
    boolean isComplete() {
        return chunks >= info.chunks();
    }

    long size() {
        return size;
    }

    /** Throws unless all is as it should be. Once. */
    void finish() {
        if (chunks != info.chunks() || size != info.size()) {
            throw damaged(chunks + " chunks, " + size + " bytes");
        }
        String found = text(digest);
        // unpadded, or of another alphabet, is the same digest
        if (!info.digest().isEmpty() && !same(info.digest(), found)) {
            throw damaged(found);
        }
    }

    private static boolean same(String expected, String found) {
        return strip(expected).equals(strip(found));
    }

    private static String strip(String digest) {
        int end = digest.length();
        while (end > 0 && digest.charAt(end - 1) == '=') {
            end--;
        }
        return digest.substring(0, end).replace('+', '-').replace('/', '_');
    }

    DamagedObjectException damaged(String found) {
        return new DamagedObjectException("object \"" + info.name() + "\" of store \"" + info.bucket() + "\": " + found
                + " (expected: " + info.chunks() + " chunks, " + info.size() + " bytes, " + info.digest() + ")");
    }
}
