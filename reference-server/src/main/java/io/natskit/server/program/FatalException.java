// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

/** Thrown when the server cannot start and its log has said so already. */
final class FatalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FatalException(String message) {
        super(message, null, false, false);
    }
}
