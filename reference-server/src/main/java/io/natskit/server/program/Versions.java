// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

/** What the program says of its version. */
final class Versions {
    /** The nats-server whose behaviour this is. */
    static final String NATS = "2.15.2";

    private Versions() {}

    /** Our own version. */
    static String own() {
        return "0.1.0";
    }
}
