// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

/** The hash of subjects and tokens. Its start differs from JVM to JVM, so that nobody outside can choose subjects that collide. */
final class Hashes {
    static final int START = (int) (mix(System.nanoTime()) ^ mix(System.identityHashCode(new Object())));
    static final int PRIME = 0x01000193;

    private Hashes() {}

    static int of(byte[] bytes, int offset, int length) {
        int h = START;
        for (int i = offset; i < offset + length; i++) {
            h = (h ^ bytes[i]) * PRIME;
        }
        return h;
    }

    private static long mix(long z) {
        long x = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        return x ^ (x >>> 33);
    }
}
