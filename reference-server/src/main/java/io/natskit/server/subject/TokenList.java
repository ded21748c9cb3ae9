// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import io.natskit.wire.subject.Subjects;

/** Where the tokens of one subject lie. */
final class TokenList {
    private final byte[] bytes;
    private final int end;
    private final int[] starts; // one more than there are tokens

    TokenList(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.end = offset + length;
        this.starts = new int[Math.max(1, Subjects.tokenCount(bytes, offset, length)) + 1];
        int token = 0;
        starts[token++] = offset;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '.') {
                starts[token++] = i + 1;
            }
        }
        starts[token] = end + 1;
    }

    byte[] bytes() {
        return bytes;
    }

    int count() {
        return starts.length - 1;
    }

    int start(int token) {
        return starts[token];
    }

    int length(int token) {
        return starts[token + 1] - 1 - starts[token];
    }

    int end() {
        return end;
    }
}
