// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.nkey;

/** A text that is no NKey, or not of the kind that was asked for. The message never holds the text. */
public class InvalidKeyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong and what was expected. */
    public InvalidKeyException(String message) {
        super(message);
    }
}
