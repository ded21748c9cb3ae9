// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

/** A question that makes no sense, in nats-server's words. */
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidRequestException(String text) {
        super(text, null, false, false);
    }
}
