// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.client.RequestTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Ask and be answered: waiting for the reply, many requests at once, nobody there, no answer in time. */
public final class RequestReply {

    private RequestReply() {}

    /** Runs it; the first argument is a server's URL, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, RequestReply::run);
    }

    static void run(String url) {
        try (Connection service = Nats.connect(url);
                Connection client = Nats.connect(url)) {
            service.subscribe("square", message -> {
                int n = Integer.parseInt(message.text());
                message.reply(Integer.toString(n * n));
            });
            service.subscribe("sulk", message -> {}); // listens and never answers
            service.flush();

            // wait for it
            Message reply = client.request("square", bytes("12"), Duration.ofSeconds(5));
            System.out.println("12² = " + reply.text());
            Sample.check("12 squared", "144", reply.text());

            // a hundred at once, over one connection and one subscription
            List<CompletableFuture<Message>> replies = IntStream.range(0, 100)
                    .mapToObj(n -> client.async().request("square", bytes(Integer.toString(n))))
                    .toList();
            int sum = replies.stream()
                    .mapToInt(r -> Integer.parseInt(r.join().text()))
                    .sum();
            System.out.println("0² + 1² + … + 99² = " + sum);
            Sample.check("sum of squares", 99 * 100 * 199 / 6, sum);

            // nobody there: known at once
            try {
                client.request("nobody.home", bytes("?"), Duration.ofMinutes(1));
                throw new AssertionError("a reply from nobody");
            } catch (NoRespondersException e) {
                System.out.println("as expected: " + e.getMessage());
            }

            // somebody there who does not answer
            try {
                client.request("sulk", bytes("?"), Duration.ofMillis(200));
                throw new AssertionError("a reply from one who never answers");
            } catch (RequestTimeoutException e) {
                System.out.println("as expected: " + e.getMessage());
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
