// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.local;

import io.natskit.server.account.Account;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.Nuid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks for the server itself, in any account, and takes the first answer. Any thread; answers complete on the loop. An account is listened to
 * from its first question on.
 */
public final class LocalRequests implements AutoCloseable {
    private static final int ASKED_MAX = 65_536;
    private static final int INBOX_CHARACTERS = 8;
    private static final long WAITING_BYTES_MAX = 64L * 1024 * 1024;

    private final LocalClients clients;
    private final EventLoop loop;
    private final String inbox = "$SYS._INBOX." + Nuid.next().substring(0, INBOX_CHARACTERS) + ".";
    private final Map<String, Question> asked = new ConcurrentHashMap<>();
    private final Map<Account<Subscription>, LocalSubscription> listening = new ConcurrentHashMap<>();

    private record Question(CompletableFuture<byte[]> answer, LoopTimer patience) {}

    /** Asks from that loop. */
    public LocalRequests(LocalClients clients, EventLoop loop) {
        this.clients = clients;
        this.loop = loop;
    }

    /** How the reply subjects of these questions begin. */
    public String inbox() {
        return inbox;
    }

    /**
     * The payload of the first answer. Fails with an {@link IOException} if none comes in time, at once if no more than {@code ownListeners} hear the
     * question. The header block may be empty.
     */
    public CompletableFuture<byte[]> ask(
            Account<Subscription> account,
            String subject,
            byte[] header,
            byte[] payload,
            Duration timeout,
            int ownListeners) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        if (asked.size() >= ASKED_MAX) {
            answer.completeExceptionally(new IOException("too many questions at once"));
            return answer;
        }
        listening.computeIfAbsent(account, this::listen);
        String reply = inbox + Nuid.next();
        LoopTimer patience = new LoopTimer(() -> fail(reply, "no answer in time"));
        asked.put(reply, new Question(answer, patience));
        loop.execute(() -> {
            int heard = clients.publisher(loop).publish(account, bytes(subject), bytes(reply), header, payload);
            if (heard <= ownListeners) {
                fail(reply, "nobody listens");
            } else if (asked.containsKey(reply)) {
                loop.schedule(patience, timeout.toNanos());
            }
        });
        return answer;
    }

    private LocalSubscription listen(Account<Subscription> account) {
        LocalInbox answers = new LocalInbox(loop, this::answered, ASKED_MAX, WAITING_BYTES_MAX, false);
        return clients.subscribe(account, inbox + "*", null, answers);
    }

    private void answered(LocalMessage message) {
        Question question = message.isRefused() ? null : asked.remove(message.subject());
        if (question != null) {
            loop.cancel(question.patience);
            question.answer.complete(message.payloadBytes());
        }
    }

    private void fail(String reply, String why) {
        Question question = asked.remove(reply);
        if (question != null) {
            question.answer.completeExceptionally(new IOException(why));
        }
    }

    /** Hears no more answers. */
    @Override
    public void close() {
        listening.values().forEach(LocalSubscription::close);
        asked.keySet().forEach(reply -> fail(reply, "the server is closing"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
