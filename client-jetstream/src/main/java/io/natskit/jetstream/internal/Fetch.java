// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.ConnectionClosedException;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.jetstream.Batch;
import io.natskit.jetstream.ConsumeEnd;
import io.natskit.jetstream.FetchSpec;
import io.natskit.jetstream.JetStreamMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One pull and what comes of it: taken one by one by a caller who waits, or gathered for a future. */
final class Fetch {
    private static final long GRACE_MIN_NANOS = 50_000_000L;
    private static final long GRACE_MAX_NANOS = 1_000_000_000L;

    private final Context context;
    private final Acks acks;
    private final Target target;
    private final FetchSpec spec;
    private final String inbox;
    private final long deadline;
    private final AtomicReference<@Nullable ConsumeEnd> end = new AtomicReference<>();
    private final CompletableFuture<List<JetStreamMessage>> gathered = new CompletableFuture<>();
    private volatile @Nullable Subscription subscription;
    private volatile long heardNanos = System.nanoTime();
    /** Ended, and what came before can be taken. */
    private volatile boolean settled;

    // of the I/O thread
    private int arrived;
    private @Nullable List<JetStreamMessage> list;

    private Fetch(Context context, Acks acks, Target target, FetchSpec spec) {
        this.context = context;
        this.acks = acks;
        this.target = target;
        this.spec = spec;
        this.inbox = context.connection().newInbox();
        long patience = spec.waits()
                ? spec.expires().toNanos()
                : context.options().timeout().toNanos();
        // ADR-37: the client waits longer than the server, so that the server's word decides
        long grace = Math.max(GRACE_MIN_NANOS, Math.min(GRACE_MAX_NANOS, patience / 10));
        this.deadline = System.nanoTime() + patience + grace;
    }

    /** A pull for a caller who waits. */
    static Batch blocking(Context context, Acks acks, Target target, FetchSpec spec) {
        context.inside().mayWait("fetch");
        Fetch fetch = new Fetch(context, acks, target, spec);
        fetch.begin();
        return fetch.new Waiting();
    }

    /** A pull for a future; cancelling it gives the pull up. */
    static CompletableFuture<List<JetStreamMessage>> gathering(
            Context context, Acks acks, Target target, FetchSpec spec) {
        Fetch fetch = new Fetch(context, acks, target, spec);
        fetch.list = new ArrayList<>();
        CompletableFuture<List<JetStreamMessage>> result = fetch.gathered;
        try {
            fetch.begin();
        } catch (NatsException e) {
            result.completeExceptionally(e);
            return result;
        }
        Runnable stop = context.inside()
                .after(fetch.deadline - System.nanoTime(), () -> fetch.over(ConsumeEnd.Reason.EXPIRED, null));
        fetch.watch();
        result.whenComplete((messages, error) -> {
            stop.run();
            fetch.close();
        });
        return result;
    }

    private void begin() {
        Subscription made = context.connection()
                .subscribe(
                        inbox,
                        SubscribeOptions.of(o -> o.gate(this::gate)
                                .pendingMessagesMax(Long.MAX_VALUE)
                                .pendingBytesMax(Long.MAX_VALUE)));
        subscription = made;
        byte[] body = PullRequest.body(
                spec.messages(),
                spec.bytes(),
                spec.waits() ? spec.expires().toNanos() : 0,
                !spec.waits(),
                heartbeatNanos(),
                spec.group().orElse(null),
                spec.groupSpec(),
                null);
        try {
            context.connection()
                    .publish(OutgoingMessage.to(
                                    context.subject("CONSUMER.MSG.NEXT." + target.stream() + "." + target.consumer()))
                            .replyTo(inbox)
                            .payload(body)
                            .build());
        } catch (NatsException e) {
            made.unsubscribe();
            throw e;
        }
        made.ended().whenComplete((why, impossible) -> {
            boolean closed = why.reason() == io.natskit.client.SubscriptionEnd.Reason.CONNECTION_CLOSED;
            over(
                    closed ? ConsumeEnd.Reason.CONNECTION_CLOSED : ConsumeEnd.Reason.STOPPED,
                    closed ? new ConnectionClosedException("fetch: the connection was closed") : why.error());
        });
    }

    private long heartbeatNanos() {
        long half = spec.expires().toNanos() / 2;
        return spec.waits() ? Math.min(half, spec.heartbeat().toNanos()) : 0;
    }

    /** For futures: ends it when the server falls silent. */
    private void watch() {
        long heartbeat = heartbeatNanos();
        if (heartbeat > 0) {
            context.inside().after(heartbeat, () -> {
                if (isSilent()) {
                    over(ConsumeEnd.Reason.EXPIRED, null);
                } else if (!gathered.isDone()) {
                    watch();
                }
            });
        }
    }

    private boolean isSilent() {
        long heartbeat = heartbeatNanos();
        return heartbeat > 0 && System.nanoTime() - heardNanos > 2 * heartbeat;
    }

    // I/O thread

    private boolean gate(Message message) {
        heardNanos = System.nanoTime();
        if (message.size() == 0) {
            int code = message.headers().statusCode();
            if (code != 0) {
                status(code, message.headers().statusDescription());
                return false;
            }
        }
        arrived++;
        List<JetStreamMessage> into = list;
        if (into != null && !gathered.isDone()) {
            into.add(acks.of(message));
        }
        if (into != null && arrived == spec.messages()) {
            over(ConsumeEnd.Reason.COMPLETE, null);
        }
        return into == null;
    }

    private void status(int code, String text) {
        switch (code) {
            case 100 -> {
                // alive
            }
            case 404, 423 -> over(ConsumeEnd.Reason.NO_MESSAGES, null);
            case 408 -> over(ConsumeEnd.Reason.EXPIRED, null);
            case 503 ->
                over(
                        ConsumeEnd.Reason.REFUSED,
                        new NoRespondersException(
                                context.subject("CONSUMER.MSG.NEXT." + target.stream() + "." + target.consumer())));
            default -> {
                if (text.startsWith("Batch Completed") || text.startsWith("Message Size Exceeds")) {
                    over(ConsumeEnd.Reason.COMPLETE, null);
                } else if (text.startsWith("Leadership") || text.startsWith("Server Shutdown")) {
                    over(ConsumeEnd.Reason.EXPIRED, null);
                } else {
                    over(ConsumeEnd.Reason.REFUSED, Intake.gone(target, code, text));
                }
            }
        }
    }

    /** Ends it, once; what waits in the subscription can still be taken. */
    private void over(ConsumeEnd.Reason reason, @Nullable NatsException error) {
        if (!end.compareAndSet(null, new ConsumeEnd(reason, error))) {
            return;
        }
        List<JetStreamMessage> all = list;
        if (all == null) {
            Subscription s = subscription;
            if (s != null && context.inside().onIoThread()) {
                // hands over what came before it
                s.stopAfter(1);
            }
            settled = true;
        } else if (all.isEmpty() && error != null) {
            gathered.completeExceptionally(error);
        } else {
            gathered.complete(all);
        }
    }

    private void close() {
        Subscription s = subscription;
        if (s != null) {
            s.unsubscribe();
        }
    }

    /** For a caller who waits. */
    private final class Waiting implements Batch {
        private @Nullable Message ahead;
        private int taken;

        private @Nullable Message await() {
            Subscription s = java.util.Objects.requireNonNull(subscription);
            while (true) {
                long left = deadline - System.nanoTime();
                long heartbeat = heartbeatNanos();
                long step = heartbeat > 0 ? Math.min(left, heartbeat) : left;
                Message message = s.next(Duration.ofNanos(Math.max(0, step))).orElse(null);
                if (message != null) {
                    return message;
                }
                if (left <= 0 || isSilent()) {
                    over(ConsumeEnd.Reason.EXPIRED, null);
                }
                if (settled) {
                    return last(s);
                }
            }
        }

        /** What came before the end, and was not seen before it. */
        private @Nullable Message last(Subscription s) {
            Message message = s.poll().orElse(null);
            if (message == null) {
                Fetch.this.close();
            }
            return message;
        }

        private boolean hasNext() {
            if (ahead == null && taken == spec.messages()) {
                over(ConsumeEnd.Reason.COMPLETE, null);
                Fetch.this.close();
            } else if (ahead == null) {
                ahead = await();
            }
            if (ahead != null) {
                return true;
            }
            ConsumeEnd why = end.get();
            if (why != null && why.error() != null) {
                throw why.error().copy();
            }
            return false;
        }

        private JetStreamMessage take() {
            if (!hasNext()) {
                throw new NoSuchElementException("the batch has ended");
            }
            Message message = java.util.Objects.requireNonNull(ahead);
            ahead = null;
            if (++taken == spec.messages()) {
                over(ConsumeEnd.Reason.COMPLETE, null);
                Fetch.this.close();
            }
            return acks.of(message);
        }

        @Override
        public Iterator<JetStreamMessage> iterator() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return Waiting.this.hasNext();
                }

                @Override
                public JetStreamMessage next() {
                    return take();
                }
            };
        }

        @Override
        public List<JetStreamMessage> all() {
            List<JetStreamMessage> messages = new ArrayList<>();
            try {
                while (hasNext()) {
                    messages.add(take());
                }
            } catch (NatsException e) {
                if (messages.isEmpty()) {
                    throw e;
                }
            }
            return messages;
        }

        @Override
        public Optional<ConsumeEnd> end() {
            return Optional.ofNullable(end.get());
        }

        @Override
        public void close() {
            over(ConsumeEnd.Reason.STOPPED, null);
            Fetch.this.close();
        }
    }
}
