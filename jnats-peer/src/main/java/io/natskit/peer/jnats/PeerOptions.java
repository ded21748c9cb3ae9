// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;

/** Turns {@code key=value} pairs into connect options of jnats; what happens to the connection goes to a queue of lines. */
final class PeerOptions {
    private PeerOptions() {}

    static Connection connect(String url, Map<String, String> values, Queue<String> events)
            throws IOException, InterruptedException {
        Options.Builder builder = new Options.Builder().servers(url.split(","));
        builder.connectionTimeout(Duration.ofSeconds(5));
        builder.errorListener(new Errors(events));
        ConnectionListener listener =
                (connection, event) -> events.add("event " + event.name().toLowerCase(Locale.ROOT));
        builder.connectionListener(listener);
        values.forEach((key, value) -> apply(builder, key, value, values));
        return Nats.connect(builder.build());
    }

    private static void apply(Options.Builder builder, String key, String value, Map<String, String> values) {
        switch (key) {
            case "user" ->
                builder.userInfo(
                        value.toCharArray(), values.getOrDefault("password", "").toCharArray());
            case "token" -> builder.token(value.toCharArray());
            case "creds" -> builder.authHandler(Nats.credentials(value));
            case "nkey" -> builder.authHandler(Nats.staticCredentials(null, value.toCharArray()));
            case "name" -> builder.connectionName(value);
            case "inbox" -> builder.inboxPrefix(value);
            case "reconnects" -> builder.maxReconnects(Integer.parseInt(value));
            case "reconnect-wait" -> builder.reconnectWait(Duration.ofMillis(Long.parseLong(value)));
            case "ping" -> builder.pingInterval(Duration.ofMillis(Long.parseLong(value)));
            case "timeout" -> builder.connectionTimeout(Duration.ofMillis(Long.parseLong(value)));
            default -> applySwitch(builder, key, value);
        }
    }

    private static void applySwitch(Options.Builder builder, String key, String value) {
        if (!"true".equals(value) || "password".equals(key)) {
            return;
        }
        switch (key) {
            case "verbose" -> builder.verbose();
            case "pedantic" -> builder.pedantic();
            case "noecho" -> builder.noEcho();
            case "noheaders" -> builder.noHeaders();
            case "noresponders-off" -> builder.noNoResponders();
            case "report-noresponders" -> builder.reportNoResponders();
            case "old-requests" -> builder.oldRequestStyle();
            case "norandomize" -> builder.noRandomize();
            default ->
                throw new IllegalArgumentException(
                        "connect option " + key
                                + " (expected: user, password, token, creds, nkey, name, inbox, reconnects, reconnect-wait, ping, timeout,"
                                + " verbose, pedantic, noecho, noheaders, noresponders-off, report-noresponders, old-requests or norandomize)");
        }
    }

    /** Notes what the server or the client complained about. */
    private static final class Errors implements ErrorListener {
        private final Queue<String> events;

        Errors(Queue<String> events) {
            this.events = events;
        }

        @Override
        public void errorOccurred(Connection connection, String error) {
            events.add("error " + error);
        }

        @Override
        public void exceptionOccurred(Connection connection, Exception failure) {
            events.add("exception " + failure);
        }

        @Override
        public void slowConsumerDetected(Connection connection, Consumer consumer) {
            events.add("slow-consumer");
        }
    }
}
