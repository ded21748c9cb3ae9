// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.MemoryMessageStore;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.Removals;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A consumer on a stream in memory, with a time that is turned by hand and everything that it sends written down. */
class Bench implements Surroundings {
    private static final long START_WALL = 1_700_000_000_000_000_000L;

    final MessageStore store = new MemoryMessageStore();
    final List<String> sent = new ArrayList<>();
    final List<Long> acknowledged = new ArrayList<>();
    final Set<String> listening = new HashSet<>();
    long now = 1_000_000_000L;
    boolean vanished;
    private boolean awake;
    private long wakeAt = Long.MAX_VALUE;
    private long generation;
    private @Nullable Consumer consumer;

    Consumer consumer() {
        Consumer made = consumer;
        if (made == null) {
            throw new IllegalStateException("no consumer yet");
        }
        return made;
    }

    Consumer start(ConsumerConfigBuilder config) {
        return start(config, new ConsumerStart(null, null, 0));
    }

    Consumer start(ConsumerConfigBuilder config, ConsumerStart start) {
        ConsumerConfig built = config.build();
        consumer = new Consumer(
                new ConsumerIdentity("A", "S", "c", null, false, Instant.EPOCH, true, true, 1024),
                Terms.of(built),
                this,
                start);
        run();
        return consumer;
    }

    Bench listen(String... subjects) {
        listening.addAll(List.of(subjects));
        generation++;
        if (consumer != null) {
            consumer.interestChanged();
            run();
        }
        return this;
    }

    Bench leave(String subject) {
        listening.remove(subject);
        generation++;
        if (consumer != null) {
            consumer.interestChanged();
            run();
        }
        return this;
    }

    Bench store(String... subjects) {
        for (String subject : subjects) {
            StoredMessage message = new StoredMessage().timestampNanos(wallNanos());
            message.subject().set(subject.getBytes(UTF_8));
            message.payload().set("data".getBytes(UTF_8));
            store.append(message);
        }
        if (consumer != null) {
            consumer.committed();
            run();
        }
        return this;
    }

    Bench remove(long sequence) {
        boolean[] matches = {false};
        store.remove(
                sequence,
                false,
                (removed, subject, bytes) ->
                        matches[0] = consumer().cursor().filter().matches(subject));
        consumer().removed(sequence, matches[0]);
        run();
        return this;
    }

    Bench purge() {
        store.purge(consumer().cursor().filter(), 0, 0, Removals.IGNORED);
        consumer().purged(store.lastSequence() + 1, false);
        run();
        return this;
    }

    Bench pull(String reply, String body) {
        listening.add(reply);
        generation++;
        consumer().pulled(reply.getBytes(UTF_8), body.getBytes(UTF_8), 0, body.length());
        run();
        return this;
    }

    Bench ack(String ackSubject, String body, String reply) {
        byte[] bytes = ackSubject.getBytes(UTF_8);
        consumer()
                .acknowledged(
                        new ByteRange().set(bytes), reply.getBytes(UTF_8), new ByteRange().set(body.getBytes(UTF_8)));
        run();
        return this;
    }

    Bench ack(long deliveries, long streamSequence, long consumerSequence, String body) {
        return ack("$JS.ACK.S.c." + deliveries + "." + streamSequence + "." + consumerSequence + ".1.0", body, "");
    }

    Bench pass(long millis) {
        long until = now + millis * 1_000_000;
        while (wakeAt <= until) {
            now = Math.max(now, wakeAt);
            wakeAt = Long.MAX_VALUE;
            awake = true;
            run();
        }
        now = until;
        return this;
    }

    /** What was sent since the last time. */
    List<String> taken() {
        List<String> all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    void run() {
        awake = true;
        while (awake) {
            awake = false;
            consumer().turn();
        }
    }

    @Override
    public MessageStore messages() {
        return store;
    }

    @Override
    public long lastSequence() {
        return store.lastSequence();
    }

    @Override
    public long nowNanos() {
        return now;
    }

    @Override
    public long wallNanos() {
        return START_WALL + now;
    }

    @Override
    public boolean hasInterest(byte[] subject) {
        return listening.contains(new String(subject, UTF_8));
    }

    @Override
    public boolean isSubscribed(byte[] subject, byte @Nullable [] queueGroup) {
        return hasInterest(subject);
    }

    @Override
    public long interestGeneration() {
        return generation;
    }

    @Override
    public int deliver(
            byte[] to,
            ByteRange subject,
            byte[] reply,
            int replyLength,
            byte[] header,
            int headerOffset,
            int headerLength,
            byte[] payload,
            int payloadOffset,
            int payloadLength) {
        String line =
                new String(to, UTF_8) + " " + subject + " " + new String(reply, 0, replyLength, UTF_8).substring(12);
        String stamp = line.substring(0, line.lastIndexOf('.'));
        String shown = stamp.substring(0, stamp.lastIndexOf('.')) + line.substring(line.lastIndexOf('.'));
        String headers = new String(header, headerOffset, headerLength, UTF_8).replace("\r\n", "|");
        sent.add(shown + (headers.isEmpty() ? "" : " " + headers));
        return hasInterest(to) ? 1 : 0;
    }

    @Override
    public void send(byte[] to, byte[] reply, byte[] header, byte[] payload) {
        String text = new String(header, UTF_8).replace("NATS/1.0 ", "").replace("\r\n", "|");
        String body = new String(payload, UTF_8);
        sent.add(new String(to, UTF_8)
                + (reply.length == 0 ? "" : " " + new String(reply, UTF_8))
                + (text.isEmpty() ? "" : " " + text.substring(0, text.length() - 1))
                + (body.isEmpty() ? "" : " " + body.replaceAll("\"(id|timestamp)\":\"[^\"]*\"", "\"$1\":\"\"")));
    }

    @Override
    public void acknowledged(long sequence) {
        acknowledged.add(sequence);
    }

    @Override
    public void wakeAt(long nanos) {
        wakeAt = Math.min(wakeAt, nanos);
    }

    @Override
    public void wake() {
        awake = true;
    }

    @Override
    public void whenSafe(java.util.function.Consumer<@Nullable RuntimeException> action) {
        action.accept(null);
    }

    @Override
    public void commit() {}

    @Override
    public void consumed(StoredMessage message, long deliveries) {}

    @Override
    public void answered(AckKind kind, long sequence, long deliveries) {}

    @Override
    public void vanish() {
        vanished = true;
        consumer().close(true);
    }

    @Override
    public long random() {
        return 5;
    }
}
