// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import io.natskit.server.account.Account;
import io.natskit.server.config.JetStreamAccountOptions;
import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.jetstream.consumer.ConsumerStores;
import io.natskit.server.jetstream.consumer.FileConsumerStores;
import io.natskit.server.jetstream.consumer.RestoredConsumers;
import io.natskit.server.jetstream.origin.Origins;
import io.natskit.server.jetstream.storage.AccountStorage;
import io.natskit.server.jetstream.storage.MemoryMessageStore;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.Storage;
import io.natskit.server.jetstream.storage.StoreOptions;
import io.natskit.server.jetstream.storage.StreamFolder;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.jetstream.stream.StreamHost;
import io.natskit.server.jetstream.stream.StreamWatch;
import io.natskit.server.jetstream.validation.Surroundings;
import io.natskit.server.local.LocalClients;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.Nuid;
import io.natskit.wire.jetstream.Compression;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final Map<Stream, FileConsumerStores> consumerStores = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Runnable> ongoing = ConcurrentHashMap.newKeySet();
    private final Set<String> unrecovered = new ConcurrentSkipListSet<>();
    private volatile @Nullable AccountStorage files; // made under the lock
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

    /** Makes a stream of a checked configuration; {@code done} is told on the home loop, with the stream or with what went wrong. On the home loop. */
    public void create(StreamConfig config, Consumer<Stream> done, Consumer<RuntimeException> failed) {
        EventLoop loop = server.nextLoop();
        StreamDocument document = new StreamDocument(wallClock().instant(), config);
        AccountStorage files = files(config);
        if (files == null) {
            Stream stream = new Stream(this, loop, config, document.created(), new MemoryMessageStore(), null);
            stream.feed(new Origins(stream, new byte[0]));
            start(stream, done, failed);
            return;
        }
        onPool(
                () -> {
                    StreamFolder folder = files.create(config.name(), document.toBytes(), syncsAlways());
                    return opened(folder, document, loop);
                },
                stream -> start(stream, done, failed),
                failed);
    }

    /** What was asked for a moment ago was answered: whatever goes wrong is told to the log alone. */
    private void deleteRest(Stream stream, Runnable rest) {
        try {
            rest.run();
        } catch (RuntimeException e) {
            error("JetStream stream '" + name() + " > " + stream.name() + "' is gone, but not all of its files: "
                    + e.getMessage());
        }
    }

    private boolean syncsAlways() {
        return options().syncAlways();
    }

    /** Where a stream of this configuration is kept; null for memory. */
    private @Nullable AccountStorage files(StreamConfig config) {
        Storage storage = server.storage();
        if (storage == null || config.storage() == StorageType.MEMORY) {
            return null;
        }
        lock.lock();
        try {
            if (files == null) {
                files = storage.account(name());
            }
            return files;
        } finally {
            lock.unlock();
        }
    }

    /** A stream in files, not put to work yet. Blocks. Any thread. */
    Stream opened(StreamFolder folder, StreamDocument document, EventLoop loop) {
        StreamConfig config = document.config();
        Stream stream = new Stream(this, loop, config, document.created(), openMessages(folder, config), folder);
        stream.feed(new Origins(stream, folder.sources()));
        consumerStores.put(stream, FileConsumerStores.open(folder, stream));
        return stream;
    }

    /** Opens the messages of a stream of this configuration. Blocks. Any thread. */
    public MessageStore openMessages(StreamFolder folder, StreamConfig config) {
        return folder.openMessages(
                new StoreOptions(config.compression() == Compression.S2, StoreOptions.DEFAULT.blockBytes()));
    }

    // ---- streams that come from a backup

    /** Makes a place in files where a stream is filled before anybody sees it; null for memory. Blocks. Any thread. */
    public @Nullable StreamFolder stage(StreamConfig config, Instant created) {
        AccountStorage own = files(config);
        return own == null
                ? null
                : own.stage(config.name(), Nuid.next(), new StreamDocument(created, config).toBytes());
    }

    /** Deletes what was filled. Its stores are closed. Blocks. Any thread. */
    public void discard(StreamFolder staged) {
        AccountStorage own = files;
        if (own != null) {
            own.discard(staged);
        }
    }

    /**
     * Puts a stream to work that was filled and {@code created} then: in files if {@code staged} is not null, otherwise in {@code memory}. {@code done} is told on the home loop, with the stream or
     * with what went wrong. On the home loop, in turn; the name must be free.
     */
    public void adopt(
            StreamConfig config,
            @Nullable StreamFolder staged,
            Instant created,
            MessageStore memory,
            RestoredConsumers consumers,
            Consumer<Stream> done,
            Consumer<RuntimeException> failed) {
        EventLoop loop = server.nextLoop();
        AccountStorage own = files(config);
        if (staged == null || own == null) {
            Stream stream = new Stream(this, loop, config, created, memory, null);
            stream.feed(new Origins(stream, new byte[0]));
            start(stream, () -> consumers.resume(stream, List.of(), ConsumerStores.MEMORY), done, failed);
            return;
        }
        onPool(
                () -> {
                    StreamFolder folder = own.adopt(staged);
                    StreamDocument document = StreamDocument.of(folder.document());
                    Stream stream = opened(folder, Objects.requireNonNull(document), loop);
                    FileConsumerStores stores = fileStores(stream);
                    List<FileConsumerStores.Found> found = stores.found(name -> {});
                    return new Adopted(stream, () -> consumers.resume(stream, found, stores));
                },
                adopted -> start(adopted.stream, adopted.consumers, done, failed),
                failed);
    }

    private record Adopted(Stream stream, Runnable consumers) {}

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

    private void start(Stream stream, Consumer<Stream> done, Consumer<RuntimeException> failed) {
        start(stream, () -> {}, done, failed);
    }

    /** Puts a stream to work, and what it had in an earlier life. */
    private void start(Stream stream, Runnable resume, Consumer<Stream> done, Consumer<RuntimeException> failed) {
        list(stream);
        stream.loop().execute(() -> {
            try {
                stream.start();
                resume.run();
                stream.feed().start();
                onHome(() -> done.accept(stream), failed);
            } catch (RuntimeException e) {
                home.execute(() -> {
                    forget(stream);
                    failed.accept(e);
                });
            }
        });
    }

    /** Does what waits for disks, and goes on on the home loop. */
    private <T> void onPool(Supplier<T> work, Consumer<T> then, Consumer<RuntimeException> failed) {
        storagePool().execute(() -> {
            try {
                T result = work.get();
                onHome(() -> then.accept(result), failed);
            } catch (RuntimeException e) {
                home.execute(() -> failed.accept(e));
            } catch (Error e) {
                // the pool would keep it to itself
                home.execute(() -> {
                    throw e;
                });
            }
        });
    }

    /** Goes on on the home loop; a fault there is one of this request, and no other's. */
    private void onHome(Runnable action, Consumer<RuntimeException> failed) {
        home.execute(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                error("JetStream request of account '" + name() + "' failed: " + Fence.describe(e));
                failed.accept(e);
            }
        });
    }

    /** Finds the streams again that were kept in files, with their consumers; waits for them. Called once, before requests come. */
    public void recover() {
        Storage storage = server.storage();
        if (storage == null || !storage.accounts().contains(name())) {
            return;
        }
        AccountStorage own = storage.account(name());
        files = own;
        new StoredStreams(this).recover(own.streams());
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
    public void forget(Stream stream) {
        if (streams.remove(stream.name(), stream)) {
            consumerStores.remove(stream);
            reserve(stream.config().storage(), -Math.max(0, stream.config().maxBytes()));
        }
    }

    /** Ends a stream for good; {@code done} is told on the home loop. On the home loop. */
    public void delete(Stream stream, Consumer<@Nullable RuntimeException> done) {
        forget(stream);
        StreamFolder folder = stream.folder();
        Runnable gone = () -> home.execute(() -> done.accept(null));
        Runnable closed = folder == null
                ? gone
                : () -> onPool(
                        () -> deleteFiles(stream, folder),
                        rest -> {
                            rest.run();
                            done.accept(null);
                        },
                        done::accept);
        stream.loop().execute(() -> stream.close(true, closed));
    }

    /** Deletes what a stream has in files, all of it where that is to be durable; answers what sees to the rest. Blocks. Any thread. */
    private Runnable deleteFiles(Stream stream, StreamFolder folder) {
        Runnable rest = folder.delete();
        if (syncsAlways()) {
            rest.run();
            return () -> {};
        }
        return () -> storagePool().execute(() -> deleteRest(stream, rest));
    }

    /** Deletes all streams, and what else there is of the account in files; {@code done} is told on the home loop, or with a failure of the disk. Any thread. */
    public void purge(Consumer<@Nullable RuntimeException> done) {
        home.execute(() -> turns.take(ended -> deleteAll(new ArrayDeque<>(streams()), problem -> {
            ended.run();
            done.accept(problem);
        })));
    }

    private void deleteAll(ArrayDeque<Stream> left, Consumer<@Nullable RuntimeException> done) {
        Stream next = left.pollFirst();
        if (next == null) {
            files = null;
            server.deleteFiles(name(), problem -> home.execute(() -> done.accept(problem)));
            return;
        }
        delete(next, problem -> {
            if (problem != null) {
                done.accept(problem);
                return;
            }
            advisories.stream(next.name(), "delete");
            deleteAll(left, done);
        });
    }

    /** Keeps another configuration of a stream, before it is taken over; {@code done} is told on the home loop. On the home loop. */
    public void keep(Stream stream, StreamConfig config, Consumer<@Nullable RuntimeException> done) {
        StreamFolder folder = stream.folder();
        if (folder == null) {
            done.accept(null);
            return;
        }
        byte[] document = new StreamDocument(stream.created(), config).toBytes();
        onPool(
                () -> {
                    folder.writeDocument(document, syncsAlways());
                    return folder;
                },
                kept -> {
                    stream.loop().execute(stream.fence().around(stream::folderChanged));
                    done.accept(null);
                },
                done::accept);
    }

    /** Has requests that change the list of streams answered one after another. On the home loop. */
    public Turns turns() {
        return turns;
    }

    /** Where the consumers of a stream that was {@link #opened} are kept. Any thread, until it is put to work. */
    FileConsumerStores fileStores(Stream stream) {
        return Objects.requireNonNull(consumerStores.get(stream));
    }

    /** Where the consumers of a stream are kept. On the stream's loop. */
    public ConsumerStores consumerStores(Stream stream) {
        FileConsumerStores stores = consumerStores.get(stream);
        return stores == null ? ConsumerStores.MEMORY : stores;
    }

    /** How many streams there are but that one. Any thread. */
    int streamCountBesides(String name) {
        return streams.size() - (streams.containsKey(name) ? 1 : 0);
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
