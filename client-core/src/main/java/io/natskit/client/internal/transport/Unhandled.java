// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.IOException;

/**
 * An event of a link that ended in an error nobody expected. What came is half taken then: nothing behind it could be trusted, and its owner would wait
 * for ever; so the link ends with what this makes of the error.
 */
final class Unhandled {
    private static final System.Logger LOG = System.getLogger("io.natskit.client");

    private Unhandled() {}

    /** Writes a line about it; why the link ends. */
    static IOException of(Throwable error) {
        LOG.log(System.Logger.Level.ERROR, "an event of a connection failed", error);
        return new IOException("what came from the server could not be handled: " + error, error);
    }
}
