// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The key of both tables: a range of bytes below a trie node ({@code parent} null for a whole literal subject). A stored key never
 * changes; a reader's probe is filled anew for each look-up, so that looking up makes no garbage.
 */
final class SubjectKey {
    private @Nullable Node parent;
    private byte[] bytes;
    private int offset;
    private int length;
    private int hash;

    /** A probe, to be filled. */
    SubjectKey() {
        bytes = new byte[0];
    }

    /** A key to store; {@code bytes} must not change any more. */
    SubjectKey(@Nullable Node parent, byte[] bytes) {
        this.bytes = bytes;
        fill(parent, bytes, 0, bytes.length, Hashes.of(bytes, 0, bytes.length));
    }

    void fill(@Nullable Node newParent, byte[] newBytes, int newOffset, int newLength, int bytesHash) {
        parent = newParent;
        bytes = newBytes;
        offset = newOffset;
        length = newLength;
        hash = newParent == null ? bytesHash : bytesHash + newParent.salt;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SubjectKey that
                && hash == that.hash
                && parent == that.parent
                && length == that.length
                && Arrays.equals(bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
