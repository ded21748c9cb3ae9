// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.NatsMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out operations that come as lines and answers each with one line, {@code ok …}, {@code msg …}, {@code none} or
 * {@code err CLASS MESSAGE}. Words are escaped as {@link Words} says. NAME is the caller's name for a subscription or a request.
 *
 * <pre>{@code
 * connect URL[,URL…] [key=value]…       options: PeerOptions               ok
 * pub SUBJECT PAYLOAD [reply=S] [h.KEY=VALUE]…                             ok
 * sub NAME SUBJECT [queue=Q]                                               ok
 * next NAME [timeout=MS]                                                   msg … | none
 * count NAME N [timeout=MS]             takes N messages                   ok N
 * unsub NAME [max=N]                                                       ok
 * request SUBJECT PAYLOAD [timeout=MS] [h.KEY=VALUE]…                      msg … | none
 * request-async NAME SUBJECT PAYLOAD [timeout=MS]                          ok
 * await NAME [timeout=MS]                                                  msg … | none
 * reply SUBJECT PREFIX [queue=Q]        answers requests with a prefix     ok
 * flush [timeout=MS] · rtt · drain [NAME] · reconnect · close              ok
 * info FIELD · status · events                                             ok …
 * }</pre>
 *
 * <p>{@code FIELD} is one of id, name, version, client-id, max-payload, headers, url. {@code events} answers what listeners heard since
 * the last call, as words. The end of the input closes the connection.
 */
final class Script {
    private final BufferedReader in;
    private final PrintStream out;
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Message>> requests = new LinkedHashMap<>();
    private @Nullable Connection connection;

    Script(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    void run() throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                out.println(answer(line));
                out.flush();
            }
        }
        if (connection != null) {
            answer("close");
        }
    }

    private String answer(String line) {
        List<String> words = Words.split(line);
        try {
            return perform(words.get(0), words);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return failure(interrupted);
        } catch (ExecutionException failed) {
            return failure(failed.getCause() == null ? failed : failed.getCause());
        } catch (IOException | TimeoutException | RuntimeException failed) {
            return failure(failed);
        }
    }

    private static String failure(Throwable failure) {
        return "err " + failure.getClass().getSimpleName() + " " + Words.word(String.valueOf(failure.getMessage()));
    }

    private String perform(String operation, List<String> words)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        return switch (operation) {
            case "connect" -> connect(words);
            case "pub" -> publish(words);
            case "sub" -> subscribe(words);
            case "next" -> line(subscription(words).nextMessage(timeout(Words.pairs(words, 2))));
            case "count" -> count(words);
            case "unsub" -> unsubscribe(words);
            case "request" -> request(words);
            case "request-async" -> requestLater(words);
            case "await" -> await(words);
            case "reply" -> reply(words);
            default -> control(operation, words);
        };
    }

    private String control(String operation, List<String> words)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        switch (operation) {
            case "flush" -> connected().flush(timeout(Words.pairs(words, 1)));
            case "rtt" -> {
                return "ok " + connected().RTT().toNanos();
            }
            case "drain" -> {
                boolean one = words.size() > 1;
                CompletableFuture<Boolean> drained = one
                        ? subscription(words).drain(Duration.ofSeconds(5))
                        : connected().drain(Duration.ofSeconds(5));
                return "ok " + drained.get(10, TimeUnit.SECONDS);
            }
            case "reconnect" -> connected().forceReconnect();
            case "close" -> connected().close();
            case "info" -> {
                return "ok " + Words.word(info(word(words, 1)));
            }
            case "status" -> {
                return "ok " + connected().getStatus().name().toLowerCase(Locale.ROOT);
            }
            case "events" -> {
                return heard();
            }
            default ->
                throw new IllegalArgumentException("operation " + operation
                        + " (expected: connect, pub, sub, next, count, unsub, request, request-async, await, reply, flush, rtt, drain,"
                        + " reconnect, close, info, status or events)");
        }
        return "ok";
    }

    private String connect(List<String> words) throws IOException, InterruptedException {
        connection = PeerOptions.connect(Words.text(word(words, 1)), Words.pairs(words, 2), events);
        return "ok";
    }

    private String publish(List<String> words) {
        Map<String, String> options = Words.pairs(words, 3);
        byte[] payload = Words.bytes(word(words, 2));
        connected().publish(Messages.message(Words.text(word(words, 1)), options.get("reply"), payload, options));
        return "ok";
    }

    private String subscribe(List<String> words) {
        String subject = Words.text(word(words, 2));
        String queue = Words.pairs(words, 3).get("queue");
        subscriptions.put(
                word(words, 1),
                queue == null ? connected().subscribe(subject) : connected().subscribe(subject, queue));
        return "ok";
    }

    private String count(List<String> words) throws InterruptedException {
        int expected = Integer.parseInt(word(words, 2));
        Duration timeout = timeout(Words.pairs(words, 3));
        int taken = 0;
        while (taken < expected && subscription(words).nextMessage(timeout) != null) {
            taken++;
        }
        return "ok " + taken;
    }

    private String unsubscribe(List<String> words) {
        String max = Words.pairs(words, 2).get("max");
        if (max == null) {
            subscription(words).unsubscribe();
        } else {
            subscription(words).unsubscribe(Integer.parseInt(max));
        }
        return "ok";
    }

    private String request(List<String> words) throws InterruptedException {
        Map<String, String> options = Words.pairs(words, 3);
        byte[] payload = Words.bytes(word(words, 2));
        Message request = Messages.message(Words.text(word(words, 1)), null, payload, options);
        return line(connected().request(request, timeout(options)));
    }

    private String requestLater(List<String> words) {
        Map<String, String> options = Words.pairs(words, 4);
        byte[] payload = Words.bytes(word(words, 3));
        Message request = Messages.message(Words.text(word(words, 2)), null, payload, options);
        requests.put(word(words, 1), connected().requestWithTimeout(request, timeout(options)));
        return "ok";
    }

    private String await(List<String> words) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Message> reply = requests.remove(word(words, 1));
        if (reply == null) {
            throw new IllegalArgumentException(
                    "request " + word(words, 1) + " (expected: one of " + requests.keySet() + ")");
        }
        return line(reply.get(timeout(Words.pairs(words, 2)).toMillis(), TimeUnit.MILLISECONDS));
    }

    private String reply(List<String> words) {
        String prefix = word(words, 2);
        String queue = Words.pairs(words, 3).get("queue");
        Connection link = connected();
        Dispatcher dispatcher = link.createDispatcher(message -> link.publish(NatsMessage.builder()
                .subject(message.getReplyTo())
                .headers(message.getHeaders())
                .data(Messages.prefixed(prefix, message.getData()))
                .build()));
        String subject = Words.text(word(words, 1));
        if (queue == null) {
            dispatcher.subscribe(subject);
        } else {
            dispatcher.subscribe(subject, queue);
        }
        return "ok";
    }

    private String info(String field) {
        var info = connected().getServerInfo();
        return switch (field) {
            case "id" -> info.getServerId();
            case "name" -> String.valueOf(info.getServerName());
            case "version" -> info.getVersion();
            case "client-id" -> String.valueOf(info.getClientId());
            case "max-payload" -> String.valueOf(info.getMaxPayload());
            case "headers" -> String.valueOf(info.isHeadersSupported());
            case "url" -> String.valueOf(connected().getConnectedUrl());
            default ->
                throw new IllegalArgumentException(
                        "field " + field + " (expected: id, name, version, client-id, max-payload, headers or url)");
        };
    }

    private String heard() {
        StringBuilder line = new StringBuilder("ok");
        for (String event = events.poll(); event != null; event = events.poll()) {
            line.append(' ').append(Words.word(event));
        }
        return line.toString();
    }

    private Connection connected() {
        if (connection == null) {
            throw new IllegalStateException("no connection yet (expected: connect URL first)");
        }
        return connection;
    }

    private Subscription subscription(List<String> words) {
        Subscription subscription = subscriptions.get(word(words, 1));
        if (subscription == null) {
            throw new IllegalArgumentException(
                    "subscription " + word(words, 1) + " (expected: one of " + subscriptions.keySet() + ")");
        }
        return subscription;
    }

    private static String word(List<String> words, int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException(
                    words.get(0) + " with " + (words.size() - 1) + " arguments (expected: at least " + index + ")");
        }
        return words.get(index);
    }

    private static Duration timeout(Map<String, String> options) {
        return Duration.ofMillis(Long.parseLong(options.getOrDefault("timeout", "2000")));
    }

    private static String line(@Nullable Message message) {
        return message == null ? "none" : Messages.line(message);
    }
}
