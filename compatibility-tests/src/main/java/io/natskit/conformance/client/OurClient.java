// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Our client as a program under judgement; it takes the tasks of {@link ClientDriver.Task}. Exit code 0 means that it did what it was told. */
public final class OurClient {
    private static final Duration LONG = Duration.ofSeconds(60);

    private OurClient() {}

    /** Runs one task. */
    public static void main(String[] args) {
        StringBuilder text = new StringBuilder(args[0]);
        for (int i = 2; i < args.length; i++) {
            text.append(' ').append(args[i]);
        }
        ClientDriver.Task task = ClientDriver.Task.of(text.toString());
        try (Connection connection =
                Nats.connect(options -> options.servers(args[1]).servers(s -> s.connectTimeout(LONG)))) {
            run(connection, task);
        } catch (NatsException e) {
            System.err.println(e);
            System.exit(1);
        }
    }

    private static void run(Connection connection, ClientDriver.Task task) {
        String subject = task.words().get(0);
        int count = Integer.parseInt(task.options().getOrDefault("count", "1"));
        switch (task.verb()) {
            case "pub" -> {
                for (int i = 0; i < count; i++) {
                    connection.publish(subject, bytes(task));
                }
                connection.flush();
            }
            case "request" ->
                System.out.println(print(connection.request(subject, bytes(task), Duration.ofSeconds(5))));
            case "sub" -> take(connection, task, Integer.parseInt(task.options().getOrDefault("count", "1000000")), "");
            case "reply" ->
                take(
                        connection,
                        task,
                        Integer.parseInt(task.options().getOrDefault("count", "1000000")),
                        bytesText(task));
            default -> throw new IllegalArgumentException(task.verb() + " (expected: pub, sub, request, reply)");
        }
    }

    private static void take(Connection connection, ClientDriver.Task task, int count, String prefix) {
        Subscription subscription = connection.subscribe(task.words().get(0), options(task));
        for (int i = 0; i < count; i++) {
            Message message = subscription.next(LONG).orElseThrow(() -> new IllegalStateException("no message came"));
            System.out.println(print(message));
            if (!prefix.isEmpty()) {
                message.reply(prefix + message.text());
            }
        }
        connection.flush();
    }

    private static SubscribeOptions options(ClientDriver.Task task) {
        String queue = task.options().get("queue");
        return queue == null ? SubscribeOptions.defaults() : SubscribeOptions.queue(queue);
    }

    private static String print(Message message) {
        return "msg subject=" + message.subject() + " payload=" + message.text();
    }

    private static byte[] bytes(ClientDriver.Task task) {
        return bytesText(task).getBytes(StandardCharsets.UTF_8);
    }

    private static String bytesText(ClientDriver.Task task) {
        return task.words().size() > 1 ? task.words().get(1) : "";
    }
}
