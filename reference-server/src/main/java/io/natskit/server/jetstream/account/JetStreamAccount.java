// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import io.natskit.server.account.Account;
import io.natskit.server.config.JetStreamAccountOptions;
import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.jetstream.storage.Storage;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.jetstream.stream.StreamHost;
import io.natskit.server.jetstream.stream.StreamWatch;
import io.natskit.server.jetstream.validation.Surroundings;
import io.natskit.server.local.LocalClients;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's streams, and what they may take and have taken. The list of streams is changed on the account's home loop only; anybody may
 * read it.
 */
public final class JetStreamAccount implements StreamHost {
    private final JetStreamServer server;
    private final Account<Subscription> account;
    private volatile JetStreamAccountOptions limits;
    private final EventLoop home;
    private final Map<String, Stream> streams = new ConcurrentSkipListMap<>();
    private final AtomicLong memoryUsed = new AtomicLong();
    private final AtomicLong filesUsed = new AtomicLong();
    private final AtomicLong apiTotal = new AtomicLong();
    private final AtomicLong apiErrors = new AtomicLong();
    private final Turns turns = new Turns();
    private final Set<Runnable> ongoing = ConcurrentHashMap.newKeySet();
    private final Set<String> unrecovered = new ConcurrentSkipListSet<>();
    private final StreamFiles files = new StreamFiles(this);
    private final StreamLives lives = new StreamLives(this);
    private final Reservations reservations = new Reservations(this);
    private final Advisories advisories = new Advisories(this);
    private final Surroundings surroundings = new AccountSurroundings(this);

    /** An account with JetStream; {@code home} is the loop where its list of streams changes. */
    public JetStreamAccount(
            JetStreamServer server, Account<Subscription> account, JetStreamAccountOptions limits, EventLoop home) {
        this.server = server;
        this.account = account;
        this.limits = limits;
        this.home = home;
        server.add(this);
    }

    /** Its name. */
    public String name() {
        return account.name();
    }

    /** What it may take. */
    public JetStreamAccountOptions limits() {
        return limits;
    }

    /** What it may take from now on; what it has taken stays. */
    public void limits(JetStreamAccountOptions now) {
        limits = now;
    }

    /** The server's side of JetStream. */
    public JetStreamServer server() {
        return server;
    }

    /** The loop where its list of streams changes. */
    public EventLoop home() {
        return home;
    }

    /** The stream of that name, or null. Any thread. */
    public @Nullable Stream find(String name) {
        return streams.get(name);
    }

    /** All streams, by name. Any thread. */
    public List<Stream> streams() {
        return new ArrayList<>(streams.values());
    }

    /** The names of streams whose files are there and could not be opened. Any thread. */
    public Set<String> unrecovered() {
        return unrecovered;
    }

    void unrecovered(String stream) {
        unrecovered.add(stream);
    }

    /** How many streams there are. Any thread. */
    public int streamCount() {
        return streams.size();
    }

    /** Something that has to be ended before the server ends; ends on the home loop. Any thread. */
    public void begun(Runnable end) {
        ongoing.add(end);
    }

    /** It has ended by itself. Any thread. */
    public void ended(Runnable end) {
        ongoing.remove(end);
    }

    /** Ends what is under way. On the home loop. */
    public void endOngoing() {
        List.copyOf(ongoing).forEach(Runnable::run);
    }

    /** Finds the streams again that were kept in files, with their consumers; waits for them. Called once, before requests come. */
    public void recover() {
        Storage storage = server.storage();
        if (storage == null || !storage.accounts().contains(name())) {
            return;
        }
        new StoredStreams(this).recover(files.found(storage));
    }

    /** Takes a stream on the list. On the home loop, or before requests come. */
    void list(Stream stream) {
        streams.put(stream.name(), stream);
        reserve(stream.config().storage(), Math.max(0, stream.config().maxBytes()));
    }

    /** Has mirrors and sources go on where they were. When requests are answered: they ask for what they need as everybody does. */
    public void resumeFeeds() {
        for (Stream stream : streams()) {
            stream.loop().execute(stream.fence().around(() -> {
                if (!stream.isClosed()) {
                    stream.feed().start();
                }
            }));
        }
    }

    /** Takes a stream off the list; the stream itself is closed by its loop. On the home loop. */
    void forget(Stream stream) {
        if (streams.remove(stream.name(), stream)) {
            files.forget(stream);
            reserve(stream.config().storage(), -Math.max(0, stream.config().maxBytes()));
        }
    }

    /** Has requests that change the list of streams answered one after another. On the home loop. */
    public Turns turns() {
        return turns;
    }

    /** How many streams there are but that one. Any thread. */
    int streamCountBesides(String name) {
        return streams.size() - (streams.containsKey(name) ? 1 : 0);
    }

    /** Makes its streams, and ends them. */
    public StreamLives lives() {
        return lives;
    }

    /** What it has in files. */
    public StreamFiles files() {
        return files;
    }

    /** Whether there is room for streams. */
    public Reservations reservations() {
        return reservations;
    }

    /** Tells what happened. */
    public Advisories advisories() {
        return advisories;
    }

    /** What streams are checked against. */
    public Surroundings surroundings() {
        return surroundings;
    }

    /** Promises room to a stream, or takes the promise back. */
    public void reserve(StorageType storage, long bytes) {
        server.reserve(storage, bytes);
    }

    /** What is promised to its streams but that one, in bytes. Any thread. */
    public long reserved(StorageType storage, @Nullable String besides) {
        long sum = 0;
        for (Stream stream : streams.values()) {
            StreamConfig config = stream.config();
            if (config.storage() == storage
                    && config.maxBytes() > 0
                    && !config.name().equals(besides)) {
                sum += config.maxBytes();
            }
        }
        return sum;
    }

    /** What its streams have taken, in bytes. Any thread. */
    public long used(StorageType storage) {
        return (storage == StorageType.MEMORY ? memoryUsed : filesUsed).get();
    }

    /** API requests so far. */
    public AtomicLong apiTotal() {
        return apiTotal;
    }

    /** API requests that were answered with an error. */
    public AtomicLong apiErrors() {
        return apiErrors;
    }

    // ---- what streams need

    @Override
    public Account<Subscription> account() {
        return account;
    }

    @Override
    public LocalClients clients() {
        return server.clients();
    }

    @Override
    public InstantSource wallClock() {
        return server.wallClock();
    }

    @Override
    public Executor storagePool() {
        return server.storagePool();
    }

    @Override
    public JetStreamOptions options() {
        return server.options();
    }

    @Override
    public boolean featureFlag(String name) {
        return server.featureFlag(name);
    }

    @Override
    public @Nullable StreamWatch watch() {
        return server.watch();
    }

    @Override
    public String serverName() {
        return server.serverName();
    }

    @Override
    public int maxPayloadBytes() {
        return server.maxPayloadBytes();
    }

    @Override
    public void used(StorageType storage, long bytes) {
        (storage == StorageType.MEMORY ? memoryUsed : filesUsed).addAndGet(bytes);
        server.use(storage, bytes);
    }

    @Override
    public @Nullable RuntimeException refusal(StorageType storage, long bytes) {
        if (server.used(storage) > server.capacity(storage)) {
            return new ApiException(JetStreamError.INSUFFICIENT_RESOURCES);
        }
        long most = storage == StorageType.MEMORY ? limits.maxMemoryBytes() : limits.maxFileBytes();
        if (most >= 0 && used(storage) + bytes > most) {
            return new ApiException(JetStreamError.ACCOUNT_RESOURCES_EXCEEDED);
        }
        return null;
    }

    @Override
    public boolean countAtomicBatches(int change) {
        return server.countAtomicBatches(change);
    }

    @Override
    public boolean countFastBatches(int change) {
        return server.countFastBatches(change);
    }

    @Override
    public void batchAbandoned(String stream, String batch, String reason) {
        advisories.publish(
                "STREAM.BATCH_ABANDONED." + stream,
                "stream_batch_abandoned",
                json -> json.field("stream", stream).field("batch", batch).field("reason", reason));
    }

    @Override
    public void warn(String text) {
        server.log().warn(text);
    }

    @Override
    public void error(String text) {
        server.log().error(text);
    }

    /** When something is made: now. */
    public Instant now() {
        return wallClock().instant();
    }
}
