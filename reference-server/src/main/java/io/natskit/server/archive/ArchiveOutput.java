// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.archive;

/** Takes what a writer makes. */
@FunctionalInterface
public interface ArchiveOutput {
    /** The next bytes; the array is used again after the call. */
    void bytes(byte[] from, int offset, int length);
}
