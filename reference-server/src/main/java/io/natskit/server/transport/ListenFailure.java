// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.config.HostPort;
import java.io.IOException;
import java.net.BindException;
import java.util.Locale;

/** Why a port could not be taken, as Go says it. */
public final class ListenFailure {
    private ListenFailure() {}

    /** The reason; a port of −1 stands for any free one, which is 0 there. */
    public static String reason(String host, int port, IOException failure) {
        String address = new HostPort(host, Math.max(0, port)).text();
        String reason = String.valueOf(failure.getMessage());
        return failure instanceof BindException
                ? "listen tcp " + address + ": bind: " + reason.toLowerCase(Locale.ROOT)
                : reason;
    }
}
