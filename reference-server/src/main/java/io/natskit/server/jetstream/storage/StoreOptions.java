// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/**
 * How a file store lays out its files; the memory store has no use for it.
 *
 * @param compressed whether full blocks are compressed ({@code compression: s2}); default false
 * @param blockBytes how long a block gets before the next one starts, 4 KiB to 512 MiB; default 8 MiB
 */
public record StoreOptions(boolean compressed, int blockBytes) {
    /** Not compressed, 8 MiB. */
    public static final StoreOptions DEFAULT = new StoreOptions(false, 8 << 20);

    /** Checks the bounds. */
    public StoreOptions {
        if (blockBytes < 4 << 10 || blockBytes > 512 << 20) {
            throw new IllegalArgumentException("blockBytes: " + blockBytes + " (expected: 4 KiB to 512 MiB)");
        }
    }
}
