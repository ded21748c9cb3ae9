// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.archive;

import java.nio.charset.StandardCharsets;

/** The head of an entry of version 2: immutable. */
public final class ArchiveEntry {
    private final byte[] name;
    private final long timeNanos;
    private final long sequence;
    private final long headersLength;
    private final long payloadLength;

    ArchiveEntry(byte[] name, long timeNanos, long sequence, long headersLength, long payloadLength) {
        this.name = name;
        this.timeNanos = timeNanos;
        this.sequence = sequence;
        this.headersLength = headersLength;
        this.payloadLength = payloadLength;
    }

    /** The name; a message's is its subject. */
    public String name() {
        return new String(name, StandardCharsets.UTF_8);
    }

    /** The name's bytes, in an array of the caller's. */
    public byte[] nameBytes() {
        return name.clone();
    }

    /** When it was stored, in nanoseconds of the epoch. */
    public long timeNanos() {
        return timeNanos;
    }

    /** The sequence of a message, without a sign; 0 for anything else. */
    public long sequence() {
        return sequence;
    }

    /** How many bytes the headers have, which come first. */
    public long headersLength() {
        return headersLength;
    }

    /** How many bytes the payload has, after the headers. */
    public long payloadLength() {
        return payloadLength;
    }

    /** Whether this is the mark at the end of a whole backup. */
    public boolean isEnd() {
        return name.length == 0 && timeNanos == 0 && sequence == 0 && headersLength == 0 && payloadLength == 0;
    }
}
