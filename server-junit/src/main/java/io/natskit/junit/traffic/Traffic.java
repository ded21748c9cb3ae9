// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

import io.natskit.server.ClientInfo;
import io.natskit.server.InterceptedMessage;
import io.natskit.server.Interceptor;
import io.natskit.server.StreamedMessage;
import io.natskit.server.Verdict;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Watches one server and interferes on request. Give it to a server as its interceptor; the extension does so by itself.
 *
 * <pre>{@code
 * Traffic traffic = new Traffic();
 * NatsServer server = NatsServer.builder().interceptor(traffic).start();
 * Journal journal = traffic.openJournal();
 * }</pre>
 */
public final class Traffic implements Interceptor {
    /** How many entries are kept by default. */
    public static final int ENTRIES_MAX = 10_000;

    /** How many bytes of payloads and headers are kept by default. */
    public static final long BYTES_MAX = 16L << 20;

    private static final byte[] NONE = {};

    private final Recorder recorder;
    private final List<Interceptions> interceptions = new CopyOnWriteArrayList<>();
    private final Map<Long, ClientInfo> open = new ConcurrentHashMap<>();

    /** Keeps {@value #ENTRIES_MAX} entries and 16 MiB. */
    public Traffic() {
        this(ENTRIES_MAX, BYTES_MAX);
    }

    /** Keeps the newest entries, at most so many and with at most so many bytes of payloads and headers. */
    public Traffic(int entriesMax, long bytesMax) {
        recorder = new Recorder(entriesMax, bytesMax);
    }

    /** A journal that begins now. Journals of one server share its memory; each has a beginning of its own. */
    public Journal openJournal() {
        return new Journal(recorder);
    }

    /** A place for interceptions that can be cleared without touching those of others on the same server. */
    public Interceptions openInterceptions() {
        Interceptions mine = new Interceptions();
        interceptions.add(mine);
        return mine;
    }

    /** Takes back what was installed there, and forgets the place. */
    public void close(Interceptions finished) {
        finished.clear();
        interceptions.remove(finished);
    }

    /** The clients that are logged in now. */
    public Collection<ClientInfo> clients() {
        return List.copyOf(open.values());
    }

    /** Waits until no client is logged in but those that {@code expected} has; answers the others. */
    public List<ClientInfo> awaitNoneBut(Collection<Long> expected, Duration timeout) {
        recorder.await(() -> Long.MAX_VALUE, view -> expected.containsAll(open.keySet()), timeout);
        return open.values().stream().filter(c -> !expected.contains(c.id())).toList();
    }

    @Override
    public Verdict published(InterceptedMessage message) {
        Interceptions.Decided decided = null;
        for (Interceptions place : interceptions) {
            decided = place.judge(message);
            if (decided != null) {
                break;
            }
        }
        record(Entry.Kind.PUBLISHED, message, null, null, decided == null ? "" : decided.words());
        return decided == null ? Verdict.deliver() : decided.verdict();
    }

    @Override
    public void delivered(InterceptedMessage message, String sid, @Nullable String queue) {
        record(Entry.Kind.DELIVERED, message, sid, queue, "");
    }

    @Override
    public void connected(ClientInfo client) {
        open.put(client.id(), client);
        record(Entry.Kind.CONNECTED, client, "", null, null, "");
    }

    @Override
    public void disconnected(ClientInfo client, String reason) {
        open.remove(client.id());
        record(Entry.Kind.DISCONNECTED, client, "", null, null, reason);
    }

    @Override
    public void subscribed(ClientInfo client, String subject, @Nullable String queue, String sid) {
        record(Entry.Kind.SUBSCRIBED, client, subject, sid, queue, "");
    }

    @Override
    public void unsubscribed(ClientInfo client, String subject, @Nullable String queue, String sid) {
        record(Entry.Kind.UNSUBSCRIBED, client, subject, sid, queue, "");
    }

    @Override
    public void stored(StreamedMessage message) {
        record(Entry.Kind.STORED, message, "", 0, "");
    }

    @Override
    public void consumed(StreamedMessage message, String consumer, long deliveries) {
        record(Entry.Kind.CONSUMED, message, consumer, deliveries, "");
    }

    @Override
    public void acknowledged(StreamedMessage message, String consumer, String word, long deliveries) {
        record(Entry.Kind.ANSWERED, message, consumer, deliveries, word);
    }

    private void record(Entry.Kind kind, StreamedMessage message, String consumer, long deliveries, String word) {
        ClientInfo nobody = new ClientInfo(0, null, message.account(), null, null, 0);
        String subject = message.subject();
        byte[] headers = message.headerBytes();
        byte[] payload = message.toBytes();
        Entry.Place place = new Entry.Place(message.stream(), consumer, message.sequence(), deliveries, word);
        recorder.add(n -> new Entry(n, kind, nobody, subject, null, headers, payload, null, null, "", place));
    }

    private void record(
            Entry.Kind kind, InterceptedMessage message, @Nullable String sid, @Nullable String queue, String note) {
        ClientInfo client = message.client();
        String subject = message.subject();
        String reply = message.reply();
        byte[] headers = message.headerBytes();
        byte[] payload = message.toBytes();
        recorder.add(n -> new Entry(n, kind, client, subject, reply, headers, payload, queue, sid, note, null));
    }

    private void record(
            Entry.Kind kind,
            ClientInfo client,
            String subject,
            @Nullable String sid,
            @Nullable String queue,
            String note) {
        recorder.add(n -> new Entry(n, kind, client, subject, null, NONE, NONE, queue, sid, note, null));
    }
}
