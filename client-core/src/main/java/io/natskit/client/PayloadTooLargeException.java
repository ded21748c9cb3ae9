// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** Headers and payload exceed the server's {@code max_payload}. Nothing was sent: the server would have closed the connection. */
public final class PayloadTooLargeException extends NatsException {

    private static final long serialVersionUID = 1L;

    private final long size;
    private final long max;

    /** {@code size} bytes where {@code max} are allowed. */
    public PayloadTooLargeException(long size, long max) {
        this(size, max, null);
    }

    private PayloadTooLargeException(long size, long max, @Nullable Throwable cause) {
        super("headers and payload: " + size + " bytes (max_payload of the server: " + max + ")", cause);
        this.size = size;
        this.max = max;
    }

    /** Bytes of headers and payload. */
    public long size() {
        return size;
    }

    /** Bytes that the server takes. */
    public long max() {
        return max;
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public PayloadTooLargeException copy() {
        return new PayloadTooLargeException(size, max, this);
    }
}
