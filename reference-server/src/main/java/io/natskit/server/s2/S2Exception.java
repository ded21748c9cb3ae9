// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.s2;

/** Bytes that are no S2, or were changed on their way. */
public final class S2Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    S2Exception(String message) {
        super(message);
    }
}
