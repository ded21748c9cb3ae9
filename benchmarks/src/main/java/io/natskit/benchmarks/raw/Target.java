// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import io.natskit.peer.load.LoadArguments;

/**
 * Where the load goes.
 *
 * @param host the server's address
 * @param port the server's port
 * @param user the user's name, or empty where the server asks for none
 * @param password the user's password
 * @param secured whether TLS comes first
 */
record Target(String host, int port, String user, String password, boolean secured) {

    static Target of(LoadArguments arguments) {
        return new Target(
                arguments.text("host", "127.0.0.1"),
                arguments.integer("port", 4222),
                arguments.text("user", ""),
                arguments.text("password", ""),
                arguments.integer("tls", 0) > 0);
    }
}
