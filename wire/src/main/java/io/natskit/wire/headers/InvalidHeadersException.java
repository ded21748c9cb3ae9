// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.headers;

/** A block of bytes that is not a header block, or a name or value that cannot stand in one. */
public class InvalidHeadersException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With what was seen and what was expected. */
    public InvalidHeadersException(String message) {
        super(message);
    }
}
