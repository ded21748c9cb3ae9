// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

/** An archive that makes no stream; the message is what the client hears behind "restore failed". */
final class RefusedArchiveException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedArchiveException(String message) {
        super(message);
    }
}
