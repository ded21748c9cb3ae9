// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ports that a server beside its client port says it listens on. */
public enum LoggedPort {
    /** WebSocket. */
    WEBSOCKET("websocket"),
    /** MQTT over TCP or TLS. */
    MQTT("MQTT");

    private final Pattern line;
    private final String clients;

    LoggedPort(String clients) {
        this.clients = clients;
        this.line = Pattern.compile("Listening for " + clients + " clients on \\w+://\\S+:(\\d+)");
    }

    /** That of a server. */
    public int of(RunningServer server) {
        Matcher found = line.matcher(server.log());
        if (!found.find()) {
            throw new IllegalStateException("no line about " + clients + " clients in:\n" + server.log());
        }
        return Integer.parseInt(found.group(1));
    }
}
