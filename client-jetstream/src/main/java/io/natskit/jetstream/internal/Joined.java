// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.ConnectionClosedException;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.ConsumeSpec;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.JetStreamHandler;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.group.GroupChangedException;
import io.natskit.jetstream.group.GroupConfig;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.jetstream.group.JoinSpec;
import io.natskit.wire.jetstream.ConsumerAction;
import io.natskit.wire.jetstream.JetStreamError;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One who joined a group as a member. It is an intake whose consumer is there while the member has partitions: it follows the group's configuration, and each change of members is a
 * <em>term</em> of its own, whose steps go on only while it is the last. Steps run on the I/O thread, changes are told on the callback executor.
 */
final class Joined implements Keeper {
    private static final long RETRY_NANOS = 250_000_000L;

    private final Groups group;
    private final String member;
    private final GroupMember settings;
    private final Pulling intake;
    private final ReentrantLock lock = new ReentrantLock();

    // written under the lock
    private volatile @Nullable GroupConfig config;
    private volatile long revision;
    private int term;
    private @Nullable Target joined;
    private @Nullable Consuming watch;

    Joined(Groups group, String member, JoinSpec spec) {
        this.group = group;
        this.member = Names.checked("member", member);
        this.settings = new GroupMember(group, member, spec);
        Context context = group.engine().context();
        this.intake = new Pulling(context, Acks.ofPartitions(context), null, settings.consume(), this);
    }

    private StreamOps ops() {
        return group.engine().ops();
    }

    private Context context() {
        return group.engine().context();
    }

    // beginning

    /** With a handler. */
    Joined handled(JetStreamHandler handler) {
        ConsumeSpec consume = settings.consume();
        intake.handled(intake.wildcard(), null, consume.dispatch().orElse(null), handler);
        return this;
    }

    /** With messages that wait to be taken. */
    Joined pulled() {
        intake.pulled(intake.wildcard(), null);
        return this;
    }

    /** With messages that are asked for one by one. */
    Joined onDemand() {
        intake.onDemand();
        return pulled();
    }

    Pulling intake() {
        return intake;
    }

    /** Completes when the group is known, and, where the member has partitions, its consumer was asked for. What fails it ends the intake, too. */
    CompletableFuture<Joined> begin() {
        intake.ended().whenComplete((end, impossible) -> left());
        CompletableFuture<Joined> begun = group.present()
                .thenCompose(kept -> {
                    if (group.kind() == GroupKind.STATIC
                            && !kept.config().membership().contains(member)) {
                        throw new GroupChangedException(group + " has no member \"" + member + "\" (expected: one of "
                                + kept.config().membership().names() + ")");
                    }
                    take(kept.config(), kept.revision());
                    context().inside().callbacks().execute(this::follow);
                    return join(1).thenApply(nothing -> this);
                })
                .whenComplete((self, error) -> {
                    if (error != null) {
                        end(Failures.cause(error));
                    }
                });
        begun.whenComplete((self, error) -> {
            if (begun.isCancelled()) {
                intake.stop();
            }
        });
        return begun;
    }

    private void take(GroupConfig now, long since) {
        lock.lock();
        try {
            config = now;
            revision = since;
            term++;
        } finally {
            lock.unlock();
        }
    }

    private void follow() {
        OrderedSpec latest = new OrderedSpec().subjects(group.key()).lastPerSubject();
        Consuming following;
        try {
            following = new OrderedConsumer(ops(), group.bucketStream(), latest, true).consume(this::changed);
        } catch (ConnectionClosedException e) {
            end(e);
            return;
        }
        lock.lock();
        try {
            watch = following;
        } finally {
            lock.unlock();
        }
        if (intake.isOver()) {
            following.stop();
        }
    }

    // the group changes; one event at a time

    private void changed(JetStreamMessage message) {
        GroupConfig before = config;
        if (before == null || message.metadata().streamSequence() <= revision) {
            return;
        }
        if (Groups.isMarker(message.headers())) {
            over(new GroupChangedException(group + " was deleted"));
            return;
        }
        GroupConfig now;
        try {
            now = group.read(message.bytes());
        } catch (GroupChangedException e) {
            over(e);
            return;
        }
        boolean other = group.kind() == GroupKind.STATIC ? !now.equals(before) : !now.differsInMembersOnly(before);
        if (other) {
            over(new GroupChangedException(group + " was made in another way: " + now));
        } else if (!now.equals(before)) {
            take(now, message.metadata().streamSequence());
            reshare();
        }
    }

    /** Ends it; a static member's consumer goes with it, as its partitions may be another's now. */
    private void over(GroupChangedException why) {
        end(why);
        if (group.kind() == GroupKind.STATIC) {
            group.deleteConsumer(group.consumer(member)).exceptionally(error -> null);
        }
    }

    private void reshare() {
        int now;
        Target before;
        lock.lock();
        try {
            now = term;
            before = joined;
            joined = null;
        } finally {
            lock.unlock();
        }
        String pin = intake.pinId();
        intake.retarget(null);
        CompletableFuture<Void> ready = before == null
                ? CompletableFuture.completedFuture(null)
                : settings.leave(before, pin, () -> intake.processed() == intake.arrived());
        ready.handle((nothing, error) -> {
            join(now);
            return null;
        });
    }

    // being a member

    private boolean isOf(int someTerm) {
        lock.lock();
        try {
            return term == someTerm && !intake.isOver();
        } finally {
            lock.unlock();
        }
    }

    /** Asks for the member's consumer; again in a while, where others have not made room for it yet. */
    private CompletableFuture<Void> join(int now) {
        return join(now, System.nanoTime());
    }

    private CompletableFuture<Void> join(int now, long sinceNanos) {
        GroupConfig whole = config;
        if (whole == null || !isOf(now)) {
            return CompletableFuture.completedFuture(null);
        }
        if (whole.membership().partitions(member, whole.partitions()).isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return ops().consumer(group.consumed(), settings.consumer(whole), ConsumerAction.CREATE, false)
                .handle((info, error) -> {
                    if (error == null) {
                        made(now, new Target(group.consumed(), info.name()));
                        return null;
                    }
                    failed(now, sinceNanos, Failures.cause(error));
                    return null;
                });
    }

    private void made(int now, Target target) {
        lock.lock();
        try {
            if (term != now) {
                return;
            }
            joined = target;
        } finally {
            lock.unlock();
        }
        intake.retarget(target);
    }

    private void failed(int now, long sinceNanos, Throwable error) {
        boolean taken = error instanceof JetStreamApiException e
                && (e.is(JetStreamError.CONSUMER_WQ_CONSUMER_NOT_UNIQUE)
                        || e.is(JetStreamError.CONSUMER_ALREADY_EXISTS));
        boolean elastic = group.kind() == GroupKind.ELASTIC;
        if (elastic && taken) {
            boolean late = System.nanoTime() - sinceNanos > settings.ackWaitNanos();
            if (late && ((JetStreamApiException) error).is(JetStreamError.CONSUMER_ALREADY_EXISTS)) {
                // nobody takes the one of yesterday away
                group.deleteConsumer(group.consumer(member)).exceptionally(e -> null);
            }
            again(now, sinceNanos);
        } else if (error instanceof ConnectionClosedException
                || (error instanceof JetStreamApiException api && !api.retryable())) {
            end(error);
        } else {
            again(now, sinceNanos);
        }
    }

    private void again(int now, long sinceNanos) {
        context().inside().after(RETRY_NANOS, () -> join(now, sinceNanos));
    }

    // keeping

    @Override
    public boolean accepts(Message message) {
        return true;
    }

    /** The consumer is gone while it should be there: others made it anew, or nobody took from it for too long. */
    @Override
    public boolean rescues(String trouble) {
        if (!trouble.startsWith("Consumer Deleted") && !trouble.equals("not found")) {
            return false;
        }
        int now;
        lock.lock();
        try {
            now = term;
            joined = null;
        } finally {
            lock.unlock();
        }
        intake.retarget(null);
        again(now, System.nanoTime());
        return true;
    }

    @Override
    public Optional<Target> target() {
        return Optional.empty();
    }

    // ending

    private void end(Throwable error) {
        intake.refused(error instanceof NatsException known ? known : new GroupChangedException(String.valueOf(error)));
    }

    /** Nothing waits here any more: another may take over at once. */
    private void left() {
        Consuming following;
        Target from;
        lock.lock();
        try {
            term++;
            following = watch;
            from = joined;
            joined = null;
        } finally {
            lock.unlock();
        }
        if (following != null) {
            following.stop();
        }
        if (from != null
                && intake.pinId() != null
                && context().connection().state().isConnected()) {
            ops().unpin(from.stream(), from.consumer(), Groups.priorityGroup()).exceptionally(error -> null);
        }
    }
}
