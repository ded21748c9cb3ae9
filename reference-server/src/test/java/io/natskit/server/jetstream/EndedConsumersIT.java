// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream;

import io.natskit.server.NatsServer;
import io.natskit.server.support.RawClient;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who asks a consumer that is going away hears of it, and waits for no timeout. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EndedConsumersIT {
    /** More than a consumer takes in one turn of its loop, so that its deletion comes between. */
    private static final int MANY = 3_000;

    @Test
    void whatever_is_asked_around_the_deletion_of_a_consumer_is_answered() throws IOException {
        try (NatsServer server = NatsServer.builder()
                        .configure(o -> o.loops(1))
                        .jetStream(js -> js.memoryOnly(true))
                        .log((level, line) -> {})
                        .start();
                RawClient client = RawClient.loggedIn(server)) {
            client.send("SUB r.* 1\r\n").flush();
            client.send(request("$JS.API.STREAM.CREATE.S", "r.s", "{\"name\":\"S\",\"storage\":\"memory\"}"));
            client.lineAfter("MSG r.s");
            client.send(request(
                    "$JS.API.CONSUMER.DURABLE.CREATE.S.C",
                    "r.c",
                    "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"C\",\"ack_policy\":\"explicit\"}}"));
            client.lineAfter("MSG r.c");

            String pull = request("$JS.API.CONSUMER.MSG.NEXT.S.C", "r.pull", "");
            String ack = request("$JS.ACK.S.C.1.1.1.1.1", "r.ack", "");
            client.send(request("$JS.API.CONSUMER.DELETE.S.C", "r.d", "") + (pull + ack).repeat(MANY));

            int pulls = 0;
            int acks = 0;
            while (pulls < MANY || acks < MANY) {
                String line = client.line();
                pulls += line.startsWith("HMSG r.pull ") ? 1 : 0;
                acks += line.startsWith("HMSG r.ack ") || line.startsWith("MSG r.ack ") ? 1 : 0;
            }
        }
    }

    private static String request(String subject, String reply, String body) {
        return "PUB " + subject + " " + reply + " " + body.length() + "\r\n" + body + "\r\n";
    }
}
