// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

/** Bytes that are no JSON object, or a field of another type than asked for. */
public class JsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With what was seen and what was expected, never with the text itself, which may hold secrets. */
    public JsonException(String message) {
        super(message);
    }
}
