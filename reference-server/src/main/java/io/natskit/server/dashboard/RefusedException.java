// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.dashboard;

/** What was asked for was not done; the message says why, in the server's words where it was the server. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedException(String text) {
        super(text, null, false, false);
    }
}
