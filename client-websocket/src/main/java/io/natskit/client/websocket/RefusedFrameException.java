// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import java.net.ProtocolException;

/** A server sent what it may not; the status is what it is told. */
final class RefusedFrameException extends ProtocolException {
    private static final long serialVersionUID = 1;

    private final int status;

    RefusedFrameException(int status, String problem) {
        super(problem);
        this.status = status;
    }

    /** The status of the close frame, as {@link io.natskit.wire.websocket.CloseFrame} has them. */
    int status() {
        return status;
    }
}
