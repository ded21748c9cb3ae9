// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.config.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Locale;

/** That a port could not be taken, in nats-server's words, whichever port it is. */
public final class ListenFailure {
    private ListenFailure() {}

    /** Of the port of clients. */
    public static UncheckedIOException ofClients(String host, int port, IOException failure) {
        String said = "Error listening on port: " + address(host, port) + ", \"" + reason(host, port, failure) + "\"";
        return new UncheckedIOException(said, failure);
    }

    /** Of another port; {@code what} says what does not work without it. */
    public static UncheckedIOException of(String what, String host, int port, IOException failure) {
        return new UncheckedIOException(what + ": " + reason(host, port, failure), failure);
    }

    /** As Go says it. */
    private static String reason(String host, int port, IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (!(failure instanceof SocketException) && !(failure instanceof UnknownHostException)) {
            return reason;
        }
        boolean taken = failure instanceof BindException;
        return "listen tcp " + address(host, port) + ": "
                + (taken ? "bind: " + reason.toLowerCase(Locale.ROOT) : reason);
    }

    /** A port of −1 stands for any free one, which is 0 there. */
    private static String address(String host, int port) {
        return new HostPort(host, Math.max(0, port)).text();
    }
}
