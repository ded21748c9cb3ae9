// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.jetstream.stream.StreamConsumer;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.subject.Subjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consumer in its place: between its stream, the account's subjects, the loop's clock and its store. Everything happens on the stream's loop.
 */
public final class ConsumerActor implements StreamConsumer {
    private static final String INTERNAL = "internal error";
    private static final String NEW_FORM = "js_ack_fc_v2";

    private final Stream stream;
    private final EventLoop loop;
    private final ConsumerPlace place;
    private final ConsumerStores stores;
    private final Consumer consumer;
    private final ConsumerInbox inbox;
    private final Fence fence = new Fence(this::outOfService);
    private final ConsumerTurns turns;
    private final ConsumerDurable durable;
    private final InterestWatch interest;
    private @Nullable String offlineReason;
    private boolean held;
    private final List<Runnable> whenMade = new ArrayList<>();

    ConsumerActor(Stream stream, ConsumerStores.Kept kept, ConsumerStart start, ConsumerStores stores) {
        this.stream = stream;
        this.loop = stream.loop();
        this.turns = new ConsumerTurns(this, stream, fence);
        this.durable = new ConsumerDurable(this, stream, fence, start.store() != null);
        this.place = new ConsumerPlace(this, stream, turns, durable);
        this.interest = new InterestWatch(stream.account().interest(), loop, fence.around(this::interestMoved));
        this.stores = stores;
        StreamConfig of = stream.config();
        boolean retained = of.retention() != RetentionPolicy.LIMITS;
        ConsumerIdentity identity = new ConsumerIdentity(
                stream.account().name(),
                of.name(),
                kept.name(),
                stream.host().options().domain(),
                stream.host().featureFlag(NEW_FORM),
                kept.created(),
                retained && stream.hasBegunRetained(),
                kept.config().memoryStorage() || of.storage() == StorageType.MEMORY,
                of.maxMessageSize() > 0 ? of.maxMessageSize() : stream.host().maxPayloadBytes());
        this.consumer = new Consumer(identity, Terms.of(kept.config()), place, start);
        consumer.retained(retained);
        this.inbox = new ConsumerInbox(this, place, consumer, stream, identity, fence);
    }

    /** Takes its place in the stream: its name is taken and what it will want is kept, but it does nothing before it is {@linkplain #start started}. */
    void hold() {
        held = true;
        stream.add(this);
    }

    /** Whether it is held still, since it is not safe that it is there. Nobody sees it. */
    boolean isInTheMaking() {
        return held;
    }

    /** Runs something once it is made, or is not; tells {@code failed} if that is refused. */
    void whenMade(Runnable action, java.util.function.Consumer<RuntimeException> failed) {
        whenMade.add(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                failed.accept(e);
            }
        });
    }

    /** It is made, or is not: goes on with what waits for that. */
    void made() {
        List<Runnable> all = List.copyOf(whenMade);
        whenMade.clear();
        all.forEach(Runnable::run);
    }

    /** It could not be made. */
    void discard() {
        held = false;
        end(true);
        stream.remove(this);
    }

    /** Puts it to work: from now on it hears what comes for it. */
    void start() {
        if (held) {
            held = false;
        } else {
            stream.add(this);
        }
        inbox.open();
        watch();
        turns.wake();
    }

    private void watch() {
        byte[] target = consumer.terms().deliverSubject();
        interest.watch(target);
        if (target != null) {
            consumer.interestChanged();
        }
    }

    private void interestMoved() {
        if (!consumer.isClosed()) {
            consumer.interestChanged();
        }
    }

    // ---- what the API asks

    /** How it is now. */
    public io.natskit.wire.jetstream.ConsumerInfo info() {
        return ConsumerInfos.of(consumer, place);
    }

    /** Everything that has to be known of it after a restart, or in a backup. The caller's own. */
    public io.natskit.server.jetstream.storage.ConsumerState state() {
        return consumer.state();
    }

    /** Whether lists show it: those of mirrors and sources are the server's own affair. */
    public boolean isPublic() {
        return !config().direct();
    }

    /** Takes over a configuration that may be taken over, and tells {@code done} once it is kept. */
    void update(ConsumerConfig changed, java.util.function.Consumer<@Nullable RuntimeException> done) {
        SubjectFilter before = consumer.cursor().filter();
        consumer.update(Terms.of(changed));
        watch();
        if (!before.toString().equals(consumer.cursor().filter().toString())) {
            stream.filtersChanged(this);
            stream.interestNarrowed(this);
        }
        stores.change(
                new ConsumerStores.Kept(name(), changed, consumer.identity().created()), done);
    }

    /** Stops deliveries until then, or goes on at once if that is null or over; {@code done} is told once that is kept. */
    public void pauseUntil(@Nullable Instant until, java.util.function.Consumer<@Nullable RuntimeException> done) {
        update(ConsumerMetadata.kept(config().toBuilder().pauseUntil(until).build()), done);
    }

    /** Tells whoever listens that it is paused, if it is. */
    public void tellIfPaused() {
        long until = consumer.terms().pauseUntilWallNanos();
        if (until > place.wallNanos()) {
            consumer.notices().paused(true, config().pauseUntil().orElse(null));
        }
    }

    /** Tells whoever listens that it was made. */
    void tellCreated() {
        consumer.notices().created();
    }

    /** Lets go of the pinned client of a group. */
    public void unpin(String group) {
        consumer.unpin(group);
    }

    /** Ends it for good; {@code done} is told once nothing of it is left. */
    public void delete(java.util.function.Consumer<@Nullable RuntimeException> done) {
        if (isOffline()) {
            stream.remove(this);
            stores.delete(name(), done);
            return;
        }
        if (consumer.isClosed()) {
            done.accept(null);
            return;
        }
        consumer.notices().deleted();
        end(true);
        stream.remove(this);
        stores.delete(name(), done);
    }

    private void end(boolean deleted) {
        consumer.close(deleted);
        inbox.close(deleted ? ConsumerInbox.DELETED : ConsumerInbox.ENDS);
        turns.stop();
        interest.close();
        durable.end(deleted);
    }

    // ---- faults

    /**
     * Whether it is out of service, until it is deleted or the server starts again: after a fault of the server itself, or since it needs what this server does not have.
     */
    public boolean isOffline() {
        return offlineReason != null;
    }

    /** Why it is out of service; empty if it is not. */
    public String offlineReason() {
        return offlineReason == null ? "" : offlineReason;
    }

    /** What clients are told of it then. */
    public ApiError offlineError() {
        return JetStreamError.CONSUMER_OFFLINE_REASON.with(offlineReason());
    }

    /** Takes its place in the stream, but does nothing, and what is kept of it stays as it is (ADR-44). Instead of {@link #start}. */
    void keepOffline(String reason) {
        stream.add(this);
        goOffline(reason);
    }

    /**
     * Nobody knows what a consumer holds in memory after a fault, so it does nothing more: whoever waits gets an error, whoever asks later
     * finds nobody, and its files stay as they are. What was not confirmed comes again after the next start.
     */
    private void outOfService(RuntimeException fault) {
        String who = stream.account().name() + " > " + stream.name() + " > " + name();
        boolean ended = consumer.isClosed();
        stream.host()
                .error("JetStream consumer '" + who + "' failed" + (ended ? ": " : " and is out of service: ")
                        + Fence.describe(fault));
        if (!ended) {
            goOffline(INTERNAL);
        }
    }

    private void goOffline(String reason) {
        offlineReason = reason;
        Runnable[] steps = {
            consumer::goOffline,
            () -> inbox.close(ConsumerInbox.OFFLINE),
            turns::stop,
            interest::close,
            durable::leave,
            durable::closeIfIdle
        };
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                stream.host().error("JetStream consumer '" + name() + "' failed while it ended: " + Fence.describe(e));
            }
        }
    }

    /** Tells the stream of every message that it keeps although it was acknowledged here: the word of that was lost in a crash. */
    void releaseAcknowledged() {
        SubjectFilter filter = consumer.cursor().filter();
        long last = consumer.progress().deliveredStream();
        long sequence = stream.store().next(filter, Math.max(1, stream.store().firstSequence()));
        while (sequence > 0 && sequence <= last) {
            if (!consumer.needs(sequence)) {
                stream.acknowledged(this, sequence);
            }
            sequence = stream.store().next(filter, sequence + 1);
        }
    }

    Consumer consumer() {
        return consumer;
    }

    Stream stream() {
        return stream;
    }

    ConsumerPlace place() {
        return place;
    }

    // ---- what the stream says and asks

    @Override
    public String name() {
        return consumer.identity().name();
    }

    @Override
    public ConsumerConfig config() {
        return consumer.terms().config();
    }

    @Override
    public void committed(long lastSequence) {
        try {
            consumer.committed();
        } catch (RuntimeException fault) {
            // of the consumer, not of the stream that calls
            fence.report(fault);
        }
    }

    @Override
    public void removed(long sequence, ByteRange subject) {
        if (isOffline()) {
            return;
        }
        try {
            consumer.removed(sequence, consumer.cursor().filter().matches(subject));
        } catch (RuntimeException fault) {
            fence.report(fault);
        }
    }

    @Override
    public void purged(SubjectFilter filter, long firstSequence, long lastSequence) {
        if (!isOffline()) {
            fence.run(() -> purge(filter, firstSequence, lastSequence));
        }
    }

    private void purge(SubjectFilter filter, long firstSequence, long lastSequence) {
        String purged = filter.toString();
        List<String> wanted = Terms.filters(config());
        if (filter.isAll()) {
            consumer.purged(firstSequence, false);
        } else if (!wanted.isEmpty() && wanted.stream().allMatch(one -> Subjects.isSubsetOf(one, purged))) {
            long first = stream.store().next(filter, Math.max(1, firstSequence));
            consumer.purged(first == 0 ? lastSequence + 1 : first, false);
        } else if (wanted.isEmpty() || wanted.stream().anyMatch(one -> Subjects.overlaps(one, purged))) {
            consumer.purged(firstSequence, true);
        }
    }

    @Override
    public void streamUpdated(StreamConfig config) {
        consumer.retained(config.retention() != RetentionPolicy.LIMITS);
    }

    @Override
    public void serverEnds() {
        fence.run(consumer::serverEnds);
    }

    @Override
    public void streamClosed(boolean deleted) {
        fence.run(() -> {
            if (deleted && !consumer.isClosed()) {
                consumer.notices().deleted();
            }
            end(deleted);
        });
    }

    @Override
    public void streamOffline() {
        if (!consumer.isClosed()) {
            goOffline(INTERNAL);
        }
    }

    @Override
    public boolean wants(byte[] subject, int offset, int length) {
        return consumer.cursor().filter().matches(subject, offset, length);
    }

    @Override
    public boolean hasAcknowledged(long sequence) {
        return !isOffline() && !consumer.needs(sequence);
    }

    @Override
    public long ackFloor() {
        return consumer.progress().floorStream();
    }

    /** When it takes its turns. */
    ConsumerTurns turns() {
        return turns;
    }

    /** Nobody has used it for so long that it goes. */
    void vanish() {
        delete(problem -> {
            if (problem != null) {
                stream.host().warn("Consumer '" + name() + "' could not be deleted: " + problem.getMessage());
            }
        });
    }
}
