// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.s2;

/** Takes what a decoder or encoder makes. */
@FunctionalInterface
public interface S2Output {
    /** The next bytes; the array is used again after the call. */
    void bytes(byte[] from, int offset, int length);
}
