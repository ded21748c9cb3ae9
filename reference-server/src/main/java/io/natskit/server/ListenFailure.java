// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import java.io.IOException;
import java.net.BindException;
import java.util.Locale;

/** Why a port could not be taken, as Go says it. */
final class ListenFailure {
    private ListenFailure() {}

    static String reason(String host, int port, IOException failure) {
        String address = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + Math.max(0, port);
        String reason = String.valueOf(failure.getMessage());
        return failure instanceof BindException
                ? "listen tcp " + address + ": bind: " + reason.toLowerCase(Locale.ROOT)
                : reason;
    }
}
