// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import io.natskit.server.account.Account;
import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.jetstream.storage.Storage;
import io.natskit.server.jetstream.stream.StreamWatch;
import io.natskit.server.local.LocalClients;
import io.natskit.server.local.LocalPublisher;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.EventLoops;
import io.natskit.wire.Nuid;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all accounts with JetStream share: bounds, what is taken of them, clocks, pools and the loops that streams are spread over. Any thread. */
public final class JetStreamServer {
    private static final byte[] LIMIT_REACHED =
            "$JS.EVENT.ADVISORY.API.LIMIT_REACHED".getBytes(StandardCharsets.US_ASCII);

    private volatile JetStreamOptions options;
    private final LocalClients clients;
    private final InstantSource wallClock;
    private final Executor storagePool;
    private final JetStreamLog log;
    private final String serverName;
    private final String serverId;
    private volatile int maxPayloadBytes;
    private volatile long maxMemoryBytes;
    private volatile long maxFileBytes;
    private final @Nullable Storage storage;
    private final Map<String, Boolean> featureFlags;

    private volatile @Nullable StreamWatch watch;
    private volatile @Nullable Account<Subscription> system;
    private final Map<String, JetStreamAccount> accounts = new ConcurrentHashMap<>();
    private final AtomicInteger nextLoop = new AtomicInteger();
    private final AtomicLong memoryUsed = new AtomicLong();
    private final AtomicLong filesUsed = new AtomicLong();
    private final AtomicLong memoryReserved = new AtomicLong();
    private final AtomicLong filesReserved = new AtomicLong();
    private final AtomicLong atomicBatches = new AtomicLong();
    private final AtomicLong fastBatches = new AtomicLong();
    private final AtomicLong inflight = new AtomicLong();

    /**
     * The server's side of JetStream.
     *
     * @param options its options
     * @param clients the server's own clients
     * @param wallClock the time of day
     * @param storagePool where disks are waited for
     * @param log where lines go
     * @param serverName as INFO shows it
     * @param serverId as INFO shows it
     * @param maxPayloadBytes the largest message of a client
     * @param maxMemoryBytes what streams in memory may take
     * @param maxFileBytes what streams in files may take
     * @param storage where files are kept, null where everything is in memory
     * @param featureFlags what of the newer ways is switched on, by nats-server's names
     */
    public JetStreamServer(
            JetStreamOptions options,
            LocalClients clients,
            InstantSource wallClock,
            Executor storagePool,
            JetStreamLog log,
            String serverName,
            String serverId,
            int maxPayloadBytes,
            long maxMemoryBytes,
            long maxFileBytes,
            @Nullable Storage storage,
            Map<String, Boolean> featureFlags) {
        this.options = options;
        this.clients = clients;
        this.wallClock = wallClock;
        this.storagePool = storagePool;
        this.log = log;
        this.serverName = serverName;
        this.serverId = serverId;
        this.maxPayloadBytes = maxPayloadBytes;
        this.maxMemoryBytes = maxMemoryBytes;
        this.maxFileBytes = maxFileBytes;
        this.storage = storage;
        this.featureFlags = featureFlags;
    }

    /** Other options, for what is made or asked from now on; more room at once, where they say how much there is. */
    public void reloaded(JetStreamOptions now, int largestMessageBytes) {
        options = now;
        maxPayloadBytes = largestMessageBytes;
        maxMemoryBytes = now.maxMemoryBytes() >= 0 ? now.maxMemoryBytes() : maxMemoryBytes;
        maxFileBytes = now.maxFileBytes() >= 0 ? now.maxFileBytes() : maxFileBytes;
    }

    /** Has somebody look on at all streams that are made from now on, or nobody. */
    public void watch(@Nullable StreamWatch looking) {
        watch = looking;
    }

    /** Who looks on at streams; null for nobody. */
    @Nullable
    StreamWatch watch() {
        return watch;
    }

    /** The options. */
    public JetStreamOptions options() {
        return options;
    }

    /** The server's own clients. */
    public LocalClients clients() {
        return clients;
    }

    /** The time of day. */
    public InstantSource wallClock() {
        return wallClock;
    }

    /** Where disks are waited for. */
    public Executor storagePool() {
        return storagePool;
    }

    /** Where lines go. */
    public JetStreamLog log() {
        return log;
    }

    /** The server's name. */
    public String serverName() {
        return serverName;
    }

    /** The server's id. */
    public String serverId() {
        return serverId;
    }

    /** The largest message of a client, in bytes. */
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }

    /** What streams in memory may take, in bytes. */
    public long maxMemoryBytes() {
        return maxMemoryBytes;
    }

    /** What streams in files may take, in bytes. */
    public long maxFileBytes() {
        return maxFileBytes;
    }

    /** Whether one of the newer ways is switched on. */
    public boolean featureFlag(String name) {
        return featureFlags.getOrDefault(name, false);
    }

    /** Where files are kept, null where everything is in memory. */
    public @Nullable Storage storage() {
        return storage;
    }

    /** The accounts that have JetStream. */
    public Collection<JetStreamAccount> accounts() {
        return Collections.unmodifiableCollection(accounts.values());
    }

    /** The account of that name if it has JetStream, or null. */
    public @Nullable JetStreamAccount find(String account) {
        return accounts.get(account);
    }

    void add(JetStreamAccount account) {
        accounts.put(account.name(), account);
    }

    /** An account has no JetStream any more. */
    public void remove(JetStreamAccount account) {
        accounts.remove(account.name(), account);
    }

    /** Deletes the files of an account that is at work no more; {@code done} is told on another thread. */
    public void deleteFiles(String account, Consumer<@Nullable RuntimeException> done) {
        storagePool.execute(() -> {
            try {
                if (storage != null) {
                    storage.delete(account);
                }
                done.accept(null);
            } catch (RuntimeException e) {
                done.accept(e);
            }
        });
    }

    /** The loop for the next stream: each in turn. */
    public EventLoop nextLoop() {
        EventLoops loops = clients.loops();
        return loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.count()));
    }

    /** What is taken of a kind of storage, in bytes. */
    public long used(StorageType storage) {
        return counter(storage, memoryUsed, filesUsed).get();
    }

    /** What is promised of a kind of storage, in bytes. */
    public long reserved(StorageType storage) {
        return counter(storage, memoryReserved, filesReserved).get();
    }

    /** How much of a kind of storage there is, in bytes. */
    public long capacity(StorageType storage) {
        return storage == StorageType.MEMORY ? maxMemoryBytes : maxFileBytes;
    }

    void use(StorageType storage, long bytes) {
        counter(storage, memoryUsed, filesUsed).addAndGet(bytes);
    }

    void reserve(StorageType storage, long bytes) {
        counter(storage, memoryReserved, filesReserved).addAndGet(bytes);
    }

    /** The system account, which hears of what concerns the whole server; before it is started. */
    public void system(@Nullable Account<Subscription> account) {
        system = account;
    }

    /** So many API requests were dropped since too many waited (JA-31): the log and the system account are told. On the loop of one of the accounts. */
    public void overloaded(long dropped) {
        log.warn("JetStream API queue limit reached, dropping " + dropped + " requests");
        Account<Subscription> to = system;
        LocalPublisher publisher = clients.publisher();
        if (to != null && publisher.hasInterest(to, LIMIT_REACHED)) {
            publisher.publish(
                    to,
                    LIMIT_REACHED,
                    new JsonWriter()
                            .field("type", "io.nats.jetstream.advisory.v1.api_limit_reached")
                            .field("id", Nuid.next())
                            .time("timestamp", wallClock.instant())
                            .field("server", serverName)
                            .fieldIfPresent("domain", options.domain())
                            .field("dropped", dropped)
                            .toBytes());
        }
    }

    /** API requests that wait for their answer. */
    public AtomicLong inflight() {
        return inflight;
    }

    boolean countAtomicBatches(int change) {
        return count(atomicBatches, change, options.limits().maxBatchInflightTotal());
    }

    boolean countFastBatches(int change) {
        return count(fastBatches, change, FAST_BATCHES_MAX);
    }

    private static final int FAST_BATCHES_MAX = 50_000;

    private static boolean count(AtomicLong counter, int change, long most) {
        if (change > 0 && counter.addAndGet(change) > most) {
            counter.addAndGet(-change);
            return false;
        }
        if (change < 0) {
            counter.addAndGet(change);
        }
        return true;
    }

    private static AtomicLong counter(StorageType storage, AtomicLong memory, AtomicLong files) {
        return storage == StorageType.MEMORY ? memory : files;
    }
}
