// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.creds;

/** A file that holds no credentials. The message never holds its content. */
public class InvalidCredentialsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With what was found and what was expected. */
    public InvalidCredentialsException(String message) {
        super(message);
    }
}
