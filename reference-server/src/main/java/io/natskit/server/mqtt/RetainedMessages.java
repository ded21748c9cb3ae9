// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.subject.Subjects;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which subjects of an account have a retained message: an index that a consumer of the stream keeps up to date. The messages themselves stay in the
 * stream, and are asked for when somebody subscribes. Confined to the account's home loop.
 */
final class RetainedMessages implements LocalInbox.Handler {
    /** So many requests at once, since the API bounds what waits. */
    private static final int WINDOW = 128;

    private static final byte[] NOTHING = {};

    private final Requests requests;
    private final String serverId;
    private final NavigableMap<String, Long> sequences = new TreeMap<>();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private long seen;
    private long expected = Long.MAX_VALUE;

    RetainedMessages(Requests requests, String serverId) {
        this.requests = requests;
        this.serverId = serverId;
    }

    /** So many were there when the consumer was made: complete once they are known. */
    CompletableFuture<Void> catchUp(long there) {
        expected = there;
        look();
        return caughtUp;
    }

    private void look() {
        if (seen >= expected) {
            caughtUp.complete(null);
        }
    }

    @Override
    public void received(LocalMessage message) {
        if (!message.isRefused()) {
            learn(message);
        }
        seen++;
        look();
    }

    private void learn(LocalMessage message) {
        RetainedMessage one = RetainedMessage.read(message.subject(), message.headerBytes(), message.payloadBytes());
        if (one == null) {
            return;
        }
        Delivered delivered = Delivered.of(message.bytes(), message.reply(), message.replyLength());
        if (one.payload().length > 0) {
            sequences.put(one.subject(), delivered.sequence());
            return;
        }
        sequences.remove(one.subject());
        if (one.origin().equals(serverId)) {
            requests.tell("STREAM.MSG.DELETE." + Names.RETAINED, deletion(delivered.sequence()));
        }
    }

    /** The body of a request that deletes one message. */
    static byte[] deletion(long sequence) {
        return new JsonWriter()
                .unsigned("seq", sequence)
                .field("no_erase", true)
                .toBytes();
    }

    /** The retained messages that any of these patterns matches, each once. */
    CompletableFuture<List<RetainedMessage>> matching(Collection<String> patterns) {
        Map<String, Long> found = new LinkedHashMap<>();
        for (String pattern : patterns) {
            find(pattern, found);
        }
        List<RetainedMessage> loaded = new ArrayList<>();
        return new Load(found, (message, sequence) -> loaded.add(message)).go().thenApply(done -> loaded);
    }

    /** Deletes those of this server that are not to be given to anybody any more. */
    void deleteIf(Predicate<RetainedMessage> unwanted) {
        new Load(new LinkedHashMap<>(sequences), (message, sequence) -> {
                    if (message.origin().equals(serverId) && unwanted.test(message)) {
                        delete(message, sequence);
                    }
                })
                .go();
    }

    /** As a client deletes one, unless there is a newer one by now. */
    private void delete(RetainedMessage message, long sequence) {
        requests.store(
                Names.bytes(Names.RETAINED_SUBJECT + message.subject()),
                message.deletion(sequence),
                NOTHING,
                new Requests.Stored() {
                    @Override
                    public void stored(long storedAs, boolean duplicate) {}

                    @Override
                    public void failed(RequestFailedException cause) {
                        // what has come since is for its own publisher to answer for
                    }
                });
    }

    private void find(String pattern, Map<String, Long> found) {
        if (Subjects.isLiteral(pattern)) {
            Long sequence = sequences.get(pattern);
            if (sequence != null) {
                found.put(pattern, sequence);
            }
            return;
        }
        String prefix = literalPrefix(pattern);
        for (Map.Entry<String, Long> one : sequences.tailMap(prefix, true).entrySet()) {
            if (!one.getKey().startsWith(prefix)) {
                return;
            }
            if (Subjects.matches(pattern, one.getKey())) {
                found.put(one.getKey(), one.getValue());
            }
        }
    }

    private static String literalPrefix(String pattern) {
        int from = 0;
        while (from < pattern.length()) {
            int dot = pattern.indexOf('.', from);
            String token = pattern.substring(from, dot < 0 ? pattern.length() : dot);
            if (dot < 0 || token.equals("*") || token.equals(">")) {
                return pattern.substring(0, from);
            }
            from = dot + 1;
        }
        return pattern;
    }

    /** Told of a message, and of its sequence. */
    private interface Loaded {
        void loaded(RetainedMessage message, long sequence);
    }

    /** Asks for some messages, some at a time. */
    private final class Load {
        private final Deque<Map.Entry<String, Long>> left;
        private final Loaded told;
        private final CompletableFuture<Void> whole = new CompletableFuture<>();
        private int asked;

        Load(Map<String, Long> found, Loaded told) {
            this.left = new ArrayDeque<>(found.entrySet());
            this.told = told;
        }

        /** Complete when all have been told of. */
        CompletableFuture<Void> go() {
            while (!left.isEmpty() && asked < WINDOW) {
                Map.Entry<String, Long> one = left.remove();
                asked++;
                byte[] body = new JsonWriter()
                        .field("last_by_subj", Names.RETAINED_SUBJECT + one.getKey())
                        .toBytes();
                requests.ask("STREAM.MSG.GET." + Names.RETAINED, body)
                        .whenComplete((answer, failure) -> answered(one, answer, failure));
            }
            if (asked == 0) {
                whole.complete(null);
            }
            return whole;
        }

        private void answered(Map.Entry<String, Long> one, @Nullable JsonObject answer, @Nullable Throwable failure) {
            asked--;
            if (answer != null) {
                tell(answer);
            } else if (failure instanceof RequestFailedException refused
                    && refused.is(JetStreamError.NO_MESSAGE_FOUND.errCode())) {
                sequences.remove(one.getKey(), one.getValue());
            }
            go();
        }

        private void tell(JsonObject answer) {
            JsonObject stored = answer.object("message");
            String subject = stored == null ? null : stored.string("subject");
            if (stored == null || subject == null) {
                return;
            }
            RetainedMessage message = RetainedMessage.read(subject, binary(stored, "hdrs"), binary(stored, "data"));
            if (message != null && message.payload().length > 0) {
                told.loaded(message, stored.integer("seq", 0));
            }
        }
    }

    /** A field in base64, empty if it is missing. */
    static byte[] binary(JsonObject message, String name) {
        String text = message.string(name);
        return text == null ? NOTHING : Base64.getDecoder().decode(text);
    }
}
