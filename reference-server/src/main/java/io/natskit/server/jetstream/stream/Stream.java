// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.account.Account;
import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.StreamFolder;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.server.local.LocalPublisher;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.json.GoTime;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * One stream: an actor that one event loop owns, with its store and its consumers. What is published comes in through its inbox, in batches;
 * every change goes as a {@link Command} through its {@link Changes}; what is said of it leaves once it is committed. Confined to its loop, except where said otherwise.
 */
public final class Stream {
    private final StreamHost host;
    private final EventLoop loop;
    private final MessageStore store;
    private final @Nullable StreamFolder folder;
    private final @Nullable FolderDurable folderDurable;
    private final Instant created;
    private final LocalPublisher publisher;
    private final PubAcks pubAcks;
    private final AckQueue acks;
    private final ConsumerSet consumers = new ConsumerSet();
    private final StreamMachine machine;
    private final Changes changes;
    private final Expiry expiry;
    private final Ingest ingest;
    private final Fence fence = new Fence(this::outOfService);
    private final Entrances entrances;
    private final DedupeWindow dedupe;
    private final Retention retention;
    private final StreamEnd end;
    private final StoredMessage scratch = new StoredMessage();

    private final boolean begunRetained;
    private volatile StreamConfig config;
    private StreamRules rules;
    private StreamFeed feed = StreamFeed.NONE;
    private boolean answersForOrigin;
    private long lastTimestamp;
    private boolean open;

    /**
     * A stream over a store of its own. {@link #start} puts it to work.
     *
     * @param host what it needs of its account and of the server
     * @param loop the loop that will own it
     * @param config its checked configuration
     * @param created when it was made
     * @param store its store, for it alone
     * @param folder where its files are, null where it is in memory
     */
    public Stream(
            StreamHost host,
            EventLoop loop,
            StreamConfig config,
            Instant created,
            MessageStore store,
            @Nullable StreamFolder folder) {
        this.host = host;
        this.loop = loop;
        this.config = config;
        this.begunRetained = config.retention() != RetentionPolicy.LIMITS;
        this.rules = new StreamRules(config);
        this.created = created;
        this.store = store;
        this.folder = folder;
        this.folderDurable = folder == null ? null : new FolderDurable(folder);
        StoreUpkeep upkeep = folder == null ? null : new StoreUpkeep(loop, host.storagePool(), store, fence);
        this.publisher = host.clients().publisher(loop);
        JetStreamOptions options = host.options();
        this.pubAcks = new PubAcks(config.name(), options.domain());
        this.acks = new AckQueue(host.account(), publisher);
        this.machine = new StreamMachine(this, consumers);
        this.changes = new Changes(this, machine, new Outcomes(acks, consumers), upkeep);
        this.retention = new Retention(this, consumers, machine);
        this.end = new StreamEnd(this, changes, upkeep);
        this.dedupe = new DedupeWindow(this, fence);
        this.expiry = new Expiry(loop, store, rules, this::nowNanos, new ExpiryActions(), changes::batchEnded, fence);
        this.ingest = new Ingest(this, host, new Counters(this::readLast, host.maxPayloadBytes()));
        this.entrances = new Entrances(this, host, fence.handler(ingest), fence.handler(new DirectGets(this)));
    }

    // ---- life

    /** Takes in messages from now on. On the loop, once. */
    public void start() {
        open = true;
        if (store.lastSequence() == 0 && config.firstSequence() != 0) {
            changes.propose(new Command.Skip(config.firstSequence(), 0));
        }
        changes.start();
        lastTimestamp = store.lastTimestampNanos();
        machine.count();
        ingest.lastMsgId(dedupe.rebuild());
        ingest.recover();
        expiry.arm();
        entrances.open(config);
        entrances.openDirect(config, answersForOrigin);
        changes.commit();
        folderChanged();
    }

    /** A mirror has nearly caught up with its origin: it takes its share of the origin's direct gets from now on (DG-03). */
    public void caughtUp() {
        if (!answersForOrigin && config.mirrorDirect() && !end.hasBegun()) {
            answersForOrigin = true;
            entrances.openDirect(config, true);
        }
    }

    /** The server is about to end: who waits for messages is told. On the loop; {@link #close} follows. */
    public void serverEnds() {
        if (!end.hasBegun()) {
            fence.run(() -> consumers.snapshot().forEach(StreamConsumer::serverEnds));
        }
    }

    /** Something in its folder was written that is not durable yet: it becomes so with the next sync. {@link Changes#batchEnded()} is done. */
    public void folderChanged() {
        if (folderDurable != null && !end.hasBegun()) {
            changes.committer().nextIndex(folderDurable);
            changes.batchEnded();
        }
    }

    /**
     * Lets go of everything; with {@code deleted} for good. What was acknowledged is in the store. {@code done} runs on the loop once the
     * store is closed, which a sync under way may delay.
     */
    public void close(boolean deleted, Runnable done) {
        entrances.close();
        machine.discount();
        end.close(deleted, done);
    }

    /** Takes in nothing more, and does nothing by itself. */
    void stopWork() {
        ingest.close();
        expiry.stop();
        dedupe.stop();
    }

    // ---- faults

    /** What is done for it on its loop goes through here. */
    public Fence fence() {
        return fence;
    }

    /**
     * Whether it is out of service, until it is deleted or the server starts again: after a fault of the server itself, or since it {@linkplain #keepOffline needs what this
     * server does not have}. Any thread.
     */
    public boolean isOffline() {
        return end.reason() != null;
    }

    /** Why it is out of service; empty if it is not. Any thread. */
    public String offlineReason() {
        String reason = end.reason();
        return reason == null ? "" : reason;
    }

    /** What its clients are told while it is out of service. Any thread. */
    public ApiError offlineError() {
        return JetStreamError.STREAM_OFFLINE_REASON.with(offlineReason());
    }

    /** It is shown and can be deleted, but does nothing, and its files stay as they are (ADR-44). On the loop, instead of {@link #start}. */
    public void keepOffline(String reason) {
        host.warn("  Detected unsupported stream '" + account().name() + " > " + name() + "': " + reason);
        end.goOffline(reason);
    }

    private void outOfService(RuntimeException fault) {
        end.outOfService(fault);
    }

    /** Answers a message that comes while it is out of service. */
    void refuseOffline(byte[] reply) {
        publisher.publish(account(), reply, pubAcks.error(offlineError()));
    }

    /** Whether it has been closed. */
    public boolean isClosed() {
        return end.hasBegun();
    }

    // ---- what others know it by

    /** Its name. Any thread. */
    public String name() {
        return config.name();
    }

    /** Its configuration as it is now. Any thread. */
    public StreamConfig config() {
        return config;
    }

    /** When it was made. Any thread. */
    public Instant created() {
        return created;
    }

    /** Which life of a stream of this name it is ({@code Nats-Stream-Identity}). Any thread. */
    public String identity() {
        return StableHash.of(GoTime.format(created));
    }

    /** Whether it kept messages only while somebody needed them already when it began, with the server or later. Any thread. */
    public boolean hasBegunRetained() {
        return begunRetained;
    }

    /** The loop that owns it. Any thread. */
    public EventLoop loop() {
        return loop;
    }

    /** The account that it belongs to. Any thread. */
    public Account<Subscription> account() {
        return host.account();
    }

    /** What it has of its account and of the server. Any thread. */
    public StreamHost host() {
        return host;
    }

    /** Its messages; to be read only, and not beyond {@link Changes#committedSequence()} by what tells of them. */
    public MessageStore store() {
        return store;
    }

    /** Where its files are; null where it is in memory. Any thread; what blocks is for the storage pool. */
    public @Nullable StreamFolder folder() {
        return folder;
    }

    /** Publishes from its loop. */
    public LocalPublisher publisher() {
        return publisher;
    }

    /** What changes it, and what becomes of that. */
    public Changes changes() {
        return changes;
    }

    /** How many consumers it has. Any thread. */
    public int consumerCount() {
        return consumers.count();
    }

    /** The time of day: nanoseconds since 1970. */
    public long nowNanos() {
        return Expiry.epochNanos(host.wallClock().instant());
    }

    /** The number of message ids that are remembered. */
    public int messageIds() {
        return dedupe.ids().size();
    }

    StreamRules rules() {
        return rules;
    }

    DedupeWindow dedupe() {
        return dedupe;
    }

    AckQueue acks() {
        return acks;
    }

    PubAcks pubAcks() {
        return pubAcks;
    }

    StoreLimits limits() {
        return machine.limits();
    }

    @Nullable
    FolderDurable folderDurable() {
        return folderDurable;
    }

    ConsumerSet consumerSet() {
        return consumers;
    }

    // ---- copies of other streams

    /** Gives it what brings in the messages of other streams; before it is started. */
    public void feed(StreamFeed made) {
        feed = made;
    }

    /** What brings in the messages of other streams. */
    public StreamFeed feed() {
        return feed;
    }

    /**
     * Takes in a message that was read from another stream. {@link Changes#batchEnded()} is the caller's. Throws {@link ApiException} if it may not come
     * in, {@link StoreFailedException} if it cannot.
     *
     * @param subject the subject that it gets
     * @param headers its headers, which were put in order
     * @param payload its payload
     * @param sequence the sequence that it has to have, 0 for the next one
     * @param timestampNanos when it was stored first, 0 for now
     * @return false if it is known under its message id already
     */
    public boolean copyIn(byte[] subject, byte[] headers, ByteRange payload, long sequence, long timestampNanos) {
        return ingest.copyIn(subject, headers, payload, sequence, timestampNanos);
    }

    // ---- consumers

    /** Has something closed with its store, once nothing more is written. Before it is started. */
    public void attach(Runnable closing) {
        end.attach(closing);
    }

    /** A consumer is there from now on. */
    public void add(StreamConsumer consumer) {
        consumers.add(consumer);
    }

    /** A consumer is no more. What only it needed goes, where the retention says so. */
    public void remove(StreamConsumer consumer) {
        if (consumers.remove(consumer) && !end.hasBegun()) {
            retention.removed(consumer);
        }
    }

    /** A consumer wants other messages than before. What nobody wants any more goes, where the retention says so. */
    public void interestNarrowed(StreamConsumer consumer) {
        if (!end.hasBegun()) {
            retention.narrowed(consumer);
        }
    }

    /** A consumer has another filter than before. */
    public void filtersChanged(StreamConsumer consumer) {
        consumers.filtersChanged(consumer);
    }

    /** The consumer of that name, or null. */
    public @Nullable StreamConsumer consumer(String name) {
        return consumers.find(name);
    }

    /** All consumers, in the order of their making. */
    public Collection<StreamConsumer> consumers() {
        return consumers.snapshot();
    }

    /** A consumer needs that message no more. It goes with the last one's word, where the retention says so. */
    public void acknowledged(StreamConsumer consumer, long sequence) {
        if (end.hasBegun()) {
            return;
        }
        try {
            retention.acknowledged(sequence);
        } catch (RuntimeException fault) {
            // a fault of the stream, not of the consumer that calls
            fence.report(fault);
        }
    }

    /** Removes matching messages (JA-08); answers how many. {@link Changes#batchEnded()} is the caller's. */
    public long purge(SubjectFilter filter, long before, long keep) {
        long messages = store.messages();
        changes.propose(new Command.Purge(filter, before, keep));
        return messages - store.messages();
    }

    /** Removes one message; answers whether it was there. {@link Changes#batchEnded()} is the caller's. */
    public boolean delete(long sequence, boolean erase) {
        if (!store.read(sequence, scratch)) {
            return false;
        }
        changes.propose(new Command.Delete(sequence, erase));
        return true;
    }

    /** Takes over another configuration, which was checked. {@link Changes#batchEnded()} is the caller's. */
    public void update(StreamConfig changed) {
        changes.propose(new Command.Update(changed));
    }

    /** A message was stored that may leave by itself. */
    void mayExpire(StoredMessage message) {
        if (rules.maxAgeNanos > 0 || message.expiresNanos() != StoredMessage.NEVER) {
            expiry.arm();
        }
    }

    /** Lives by another configuration from now on. */
    void reconfigured(StreamConfig changed) {
        StreamConfig before = config;
        config = changed;
        rules = new StreamRules(changed);
        entrances.open(changed);
        if (before.allowDirect() != changed.allowDirect() || before.mirrorDirect() != changed.mirrorDirect()) {
            entrances.openDirect(changed, answersForOrigin);
        }
        ingest.configured(before, changed);
        machine.limits().enforceAll(rules);
        expiry.rules(rules);
        if (!before.duplicateWindow().equals(changed.duplicateWindow())) {
            dedupe.forget();
        }
        if (before.retention() != changed.retention() && changed.retention() == RetentionPolicy.INTEREST) {
            machine.dropDone();
        }
        consumers.each(one -> one.streamUpdated(changed));
        feed.updated(before, changed);
    }

    /** A time for the next message, never before the last one's. */
    long timestamp() {
        lastTimestamp = Math.max(lastTimestamp, nowNanos());
        return lastTimestamp;
    }

    private boolean readLast(ByteRange subject, StoredMessage into) {
        long last = store.lastOf(subject.array(), subject.offset(), subject.length());
        return last > 0 && store.read(last, into);
    }

    /** Puts in a message of the server's own. {@link Changes#batchEnded()} is the caller's. */
    void putIn(byte[] subject, byte[] header, byte[] payload) {
        ingest.put(subject, header, payload);
    }

    private final class ExpiryActions implements Expiry.Actions {
        @Override
        public void remove(long sequence) {
            changes.propose(new Command.Delete(sequence, false));
        }

        @Override
        public void mark(byte[] subject, byte[] header) {
            ingest.put(subject, header, HeaderBlock.NONE);
        }
    }

    /** Whether it takes in messages. */
    boolean isOpen() {
        return open && !end.hasBegun();
    }
}
