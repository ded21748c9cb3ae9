// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.NatsServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests over HTTP with a Host of one's choice, which the JDK's client keeps to itself. */
record RawHttp(NatsServer server) {
    /** The status line of the answer to a request of the dashboard with a small body. */
    String status(String methodAndPath, String host) throws IOException {
        String body = "{\"subject\":\"a\"}";
        try (Socket socket = new Socket("127.0.0.1", server.monitoringPort())) {
            socket.setSoTimeout(10_000);
            String head = methodAndPath + " HTTP/1.1\r\nHost: " + host + "\r\nNatsKit-Dashboard: 1\r\nContent-Length: "
                    + body.length() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(0, answer.indexOf('\r'));
        }
    }
}
