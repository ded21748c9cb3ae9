// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.protocol;

/** The bytes from the server break the protocol; the decoder that threw it is unusable, and the connection with it. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An exception that shows what was read and what was expected. */
    public ProtocolException(String message) {
        super(message);
    }
}
