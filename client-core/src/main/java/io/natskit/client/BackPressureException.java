// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** The outgoing buffer is full: publishing goes faster than the network, or the connection is away for too long. Nothing was sent. */
public final class BackPressureException extends NatsException {

    private static final long serialVersionUID = 1L;

    private final long pendingBytes;
    private final long limitBytes;

    /** {@code pendingBytes} of {@code limitBytes} are in use. */
    public BackPressureException(long pendingBytes, long limitBytes) {
        this(pendingBytes, limitBytes, null);
    }

    private BackPressureException(long pendingBytes, long limitBytes, @Nullable Throwable cause) {
        super("outgoing buffer is full: " + pendingBytes + " bytes wait (limit: " + limitBytes + ")", cause);
        this.pendingBytes = pendingBytes;
        this.limitBytes = limitBytes;
    }

    /** Bytes that waited. */
    public long pendingBytes() {
        return pendingBytes;
    }

    /** Bytes that may wait. */
    public long limitBytes() {
        return limitBytes;
    }

    @Override
    public boolean retryable() {
        return true;
    }

    @Override
    public BackPressureException copy() {
        return new BackPressureException(pendingBytes, limitBytes, this);
    }
}
