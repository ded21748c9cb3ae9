// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

/** What goes into a backup. */
public final class BackupSpec {
    private boolean consumers = true;
    private boolean check;
    private int chunkBytes = 128 * 1024;

    /** All, unchecked. */
    public BackupSpec() {}

    /** Without the consumers. */
    public BackupSpec withoutConsumers() {
        this.consumers = false;
        return this;
    }

    /** Has the server look at the checksum of every message first. */
    public BackupSpec check() {
        this.check = true;
        return this;
    }

    /** How much comes in one message; default 128 KiB, 1 KiB to 1 MiB. */
    public BackupSpec chunkBytes(int bytes) {
        if (bytes < 1024 || bytes > 1024 * 1024) {
            throw new IllegalArgumentException("chunkBytes: " + bytes + " (expected: 1024 to 1048576)");
        }
        this.chunkBytes = bytes;
        return this;
    }

    /** See {@link #withoutConsumers()}. */
    public boolean hasConsumers() {
        return consumers;
    }

    /** See {@link #check()}. */
    public boolean isChecked() {
        return check;
    }

    /** See {@link #chunkBytes(int)}. */
    public int chunkBytes() {
        return chunkBytes;
    }
}
