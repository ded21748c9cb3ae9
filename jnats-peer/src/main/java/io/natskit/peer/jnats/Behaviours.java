// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/** The commands that do one thing and end. Messages are printed as {@link Script} prints them. */
final class Behaviours {
    private final Connection connection;
    private final Map<String, String> options;
    private final String[] words;
    private final PrintStream out = System.out;

    private Behaviours(Connection connection, Map<String, String> options, String[] words) {
        this.connection = connection;
        this.options = options;
        this.words = words;
    }

    @SuppressWarnings("try") // the close of a jnats connection may throw InterruptedException, which is handled here
    static void run(String command, String[] arguments) throws IOException {
        int fixed = fixedArguments(command);
        if (arguments.length < fixed) {
            throw new IllegalArgumentException(
                    command + " with " + arguments.length + " arguments (expected: " + fixed + ")");
        }
        Map<String, String> options = new LinkedHashMap<>(Words.pairs(Arrays.asList(arguments), fixed));
        Map<String, String> own = new LinkedHashMap<>();
        options.entrySet().removeIf(entry -> {
            boolean mine = entry.getKey().startsWith("h.") || entry.getKey().matches("count|reply|queue|timeout");
            if (mine) {
                own.put(entry.getKey(), entry.getValue());
            }
            return mine;
        });
        Queue<String> events = new ConcurrentLinkedQueue<>();
        try (Connection connection = PeerOptions.connect(arguments[0], options, events)) {
            new Behaviours(connection, own, arguments).behave(command);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } finally {
            events.stream().filter(line -> !line.startsWith("event ")).forEach(System.err::println);
        }
    }

    private static int fixedArguments(String command) {
        return switch (command) {
            case "pub", "request", "reply" -> 3;
            case "sub", "drain", "stores" -> 2;
            case "js-publish", "js-pull", "js-ordered", "js-kv", "js-object" -> 1;
            case "svc-serve", "svc-find" -> 1;
            default ->
                throw new IllegalArgumentException(
                        "command " + command + " (expected: judge, pub, sub, request, reply, drain, load or loads)");
        };
    }

    private void stores() throws InterruptedException {
        try {
            new StoreExchange(connection, out).perform(words[1]);
        } catch (IOException failure) {
            throw new IllegalStateException("stores failed: " + failure, failure);
        }
    }

    private void behave(String command) throws InterruptedException {
        switch (command) {
            case "pub" -> publish();
            case "sub" -> receive(false);
            case "request" -> request();
            case "js-publish", "js-pull", "js-ordered", "js-kv", "js-object" ->
                new JetStreamTasks(connection, out).perform(command);
            case "svc-serve", "svc-find" -> new ServiceTasks(connection, out).perform(command);
            case "stores" -> stores();
            case "reply" -> receive(true);
            default -> drain();
        }
    }

    private void publish() {
        for (int i = 0; i < count(1); i++) {
            connection.publish(Messages.message(words[1], options.get("reply"), Words.bytes(words[2]), options));
        }
        flush();
        out.println("ok");
    }

    private void request() throws InterruptedException {
        Message reply = connection.request(Messages.message(words[1], null, Words.bytes(words[2]), options), timeout());
        if (reply == null) {
            throw new IllegalStateException("no reply within " + timeout());
        }
        out.println(Messages.line(reply));
    }

    private void receive(boolean answer) throws InterruptedException {
        Subscription subscription = options.containsKey("queue")
                ? connection.subscribe(words[1], options.get("queue"))
                : connection.subscribe(words[1]);
        flush();
        out.println("ready");
        for (int i = 0; i < count(1); i++) {
            Message message = subscription.nextMessage(timeout());
            if (message == null) {
                throw new IllegalStateException(
                        "messages: " + i + " within " + timeout() + " (expected: " + count(1) + ")");
            }
            if (answer) {
                connection.publish(message.getReplyTo(), Messages.prefixed(words[2], message.getData()));
            }
            out.println(Messages.line(message));
        }
        flush();
    }

    private void drain() throws InterruptedException {
        Subscription subscription = connection.subscribe(words[1]);
        flush();
        out.println("ready");
        for (int i = 0; i < count(0); i++) {
            Message message = subscription.nextMessage(timeout());
            out.println(message == null ? "none" : Messages.line(message));
        }
        try {
            boolean drained = connection.drain(timeout()).get();
            out.println(drained ? "drained" : "not drained");
        } catch (TimeoutException | java.util.concurrent.ExecutionException failure) {
            throw new IllegalStateException("drain failed", failure);
        }
    }

    private void flush() {
        try {
            connection.flush(timeout());
        } catch (TimeoutException | InterruptedException failure) {
            throw new IllegalStateException("flush failed", failure);
        }
    }

    private int count(int otherwise) {
        return Integer.parseInt(options.getOrDefault("count", String.valueOf(otherwise)));
    }

    private Duration timeout() {
        return Duration.ofMillis(Long.parseLong(options.getOrDefault("timeout", "5000")));
    }
}
