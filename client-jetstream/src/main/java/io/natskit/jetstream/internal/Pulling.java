// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.ConsumeEvent;
import io.natskit.jetstream.ConsumeSpec;
import io.natskit.wire.headers.Headers;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Pulls that follow each other (ADR-37). {@code due} is what was asked for and has not been given up, so {@code due - processed} is what is in the client or on its way,
 * and {@code due - arrived} what the server still owes. Each pull has a reply subject of its own: a status names its pull.
 */
final class Pulling extends Intake {
    private static final long BACKOFF_NANOS = 100_000_000L;
    private static final int BACKOFF_SHIFTS = 6;
    private static final int OPEN_MAX = 32;

    private final ConsumeSpec spec;
    private final Keeper keeper;
    private final String inbox;
    private final boolean counted;
    private final AtomicLong processedBytes = new AtomicLong();
    private final AtomicLong arrivedBytes = new AtomicLong();
    private volatile @Nullable Target target;
    private volatile long granted = Long.MAX_VALUE;
    private volatile @Nullable String pinId;
    private volatile long due;
    private volatile long dueBytes;
    private volatile int troubles;
    private volatile long formerPulls;

    // guarded by the lock
    private final ArrayDeque<Pull> open = new ArrayDeque<>();
    private long pulls;
    private boolean waits;

    private record Pull(long number, long batch, long bytes) {}

    Pulling(Context context, Acks acks, @Nullable Target target, ConsumeSpec spec, Keeper keeper) {
        super(context, acks, spec.heartbeat(), spec.events());
        this.spec = spec;
        this.keeper = keeper;
        this.target = target;
        this.inbox = context.connection().newInbox() + ".";
        this.counted = spec.aheadBytes() == 0;
    }

    /** What to subscribe to. */
    String wildcard() {
        return inbox + "*";
    }

    /** From now on no more than what is granted is asked for: begins with nothing. */
    Pulling onDemand() {
        granted = 0;
        return this;
    }

    /** The pin of this client, while it has one. */
    @Nullable
    String pinId() {
        return pinId;
    }

    /** A subscriber asks for {@code n} more. */
    void grant(long n) {
        lock.lock();
        try {
            granted = granted + n < 0 ? Long.MAX_VALUE : granted + n;
        } finally {
            lock.unlock();
        }
        refill();
    }

    @Override
    void begin() {
        refill();
    }

    @Override
    Optional<Target> target() {
        return Optional.ofNullable(target);
    }

    // what comes

    @Override
    boolean arrives(Message message) {
        if (!keeper.accepts(message)) {
            return false;
        }
        if (troubles != 0) {
            troubles = 0;
        }
        if (!counted) {
            arrivedBytes.lazySet(arrivedBytes.getPlain() + size(message));
        }
        if (spec.group().isPresent()) {
            pinned(message.headers().first("Nats-Pin-Id"));
        }
        return true;
    }

    private void pinned(@Nullable String id) {
        if (id != null && !id.equals(pinId)) {
            pinId = id;
            tell(new ConsumeEvent.Pinned(id));
        }
    }

    /** As the server counts: subject, reply, headers, payload. */
    private static long size(Message message) {
        Headers headers = message.headers();
        String reply = message.replyTo();
        return message.subject().length()
                + (reply == null ? 0 : reply.length())
                + (headers.isEmpty() ? 0 : headers.encodedLength())
                + message.size();
    }

    @Override
    void done(Message message) {
        if (!counted) {
            processedBytes.addAndGet(size(message));
            if (dueBytes - processedBytes.get() <= spec.thresholdBytes()) {
                refill();
            }
        } else if (due - processed() <= spec.threshold()) {
            refill();
        }
    }

    @Override
    void status(Message message, int code) {
        Headers headers = message.headers();
        if (code == 100) {
            return;
        }
        long number = number(message.subject());
        if (number >= 0 && number <= formerPulls) {
            // a consumer that was given up says goodbye
            return;
        }
        Pull pull = given(number, message.headers());
        String text = headers.statusDescription();
        Target now = target;
        if (now == null) {
            return;
        }
        if (code == 404 || code == 408 || isSilent(code, text)) {
            refill();
        } else if (code == 423) {
            pinId = null;
            tell(new ConsumeEvent.PinLost());
            later();
        } else if (code == 503) {
            nobody(now);
        } else if (ends(code, text)) {
            if (!keeper.rescues(text)) {
                refused(gone(now, code, text));
            }
        } else {
            tell(new ConsumeEvent.Warned(code, text));
            if (pull == null || text.startsWith("Leadership") || text.startsWith("Server Shutdown")) {
                lost();
            }
            later();
        }
    }

    private static boolean isSilent(int code, String text) {
        return code == 409 && (text.startsWith("Message Size Exceeds") || text.startsWith("Batch Completed"));
    }

    private static boolean ends(int code, String text) {
        return code == 400
                || code == 412
                || (code == 409 && (text.startsWith("Consumer Deleted") || text.startsWith("Consumer is push")));
    }

    /** Nobody listens: there is no consumer, or its leader is away. The first is an end, the second a wait. */
    private void nobody(Target now) {
        tell(new ConsumeEvent.Warned(503, "No Responders"));
        new ApiRequest(
                        context.subject("CONSUMER.INFO." + now.stream() + "." + now.consumer()),
                        context.options().timeout())
                .send(context, null, java.nio.ByteBuffer.allocate(0))
                .whenComplete((reply, error) -> {
                    if (reply != null && ApiReplies.isNotFound(reply)) {
                        if (!keeper.rescues("not found")) {
                            refused(gone(now, 404, "not found"));
                        }
                    } else {
                        later();
                    }
                });
    }

    /** Takes what a pull did not deliver out of the account; null when it is not known which pull it was. */
    private @Nullable Pull given(long number, Headers headers) {
        long messages = number(headers.first("Nats-Pending-Messages"), -1);
        long bytes = number(headers.first("Nats-Pending-Bytes"), 0);
        lock.lock();
        try {
            Pull pull = null;
            for (Pull candidate : open) {
                if (candidate.number() == number) {
                    pull = candidate;
                }
            }
            if (pull != null) {
                open.remove(pull);
            }
            long owed = Math.max(0, due - arrived());
            long owedBytes = Math.max(0, dueBytes - arrivedBytes.get());
            if (messages >= 0) {
                due -= Math.min(messages, owed);
                dueBytes -= Math.min(bytes, owedBytes);
            } else if (pull != null) {
                due -= Math.min(pull.batch(), owed);
                dueBytes -= Math.min(pull.bytes(), owedBytes);
            }
            return pull;
        } finally {
            lock.unlock();
        }
    }

    private long number(String subject) {
        return subject.startsWith(inbox) ? number(subject.substring(inbox.length()), -1) : -1;
    }

    private static long number(@Nullable String digits, long otherwise) {
        if (digits == null || digits.isEmpty() || digits.length() > 18) {
            return otherwise;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return otherwise;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    // what is lost

    /** No pull is alive any more: only what arrived counts. */
    private void lost() {
        lock.lock();
        try {
            open.clear();
            due = arrived();
            dueBytes = arrivedBytes.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    boolean expectsHeartbeats() {
        return target != null && due - arrived() > 0;
    }

    @Override
    void silent() {
        lost();
        if (!keeper.rescues("silence")) {
            refill();
        }
    }

    @Override
    void reconnected() {
        lost();
        if (!keeper.rescues("reconnect")) {
            refill();
        }
    }

    /** Another consumer takes its place, or none for now. */
    void retarget(@Nullable Target other) {
        target = other;
        pinId = null;
        formerPulls = pulls();
        lost();
        heard();
        if (other != null) {
            refill();
        }
    }

    private long pulls() {
        lock.lock();
        try {
            return pulls;
        } finally {
            lock.unlock();
        }
    }

    /** Asks again in a while, longer with each trouble in a row. */
    private void later() {
        lock.lock();
        try {
            if (waits) {
                return;
            }
            waits = true;
        } finally {
            lock.unlock();
        }
        int shift = Math.min(troubles, BACKOFF_SHIFTS);
        troubles = shift + 1;
        context.inside().after(BACKOFF_NANOS << shift, () -> {
            lock.lock();
            try {
                waits = false;
            } finally {
                lock.unlock();
            }
            refill();
        });
    }

    // asking

    private void refill() {
        Target to = target;
        Pull pull = to == null || isOver() || !context.connection().state().isConnected() ? null : nextPull();
        if (to != null && pull != null) {
            send(to, pull);
        }
    }

    private @Nullable Pull nextPull() {
        lock.lock();
        try {
            if (waits) {
                return null;
            }
            long batch;
            long bytes = 0;
            if (counted) {
                due = Math.max(due, arrived());
                long now = due - processed();
                long limit = granted == Long.MAX_VALUE ? spec.ahead() : Math.min(spec.ahead(), granted - processed());
                if (now > Math.min(spec.threshold(), limit - 1)) {
                    return null;
                }
                batch = limit - now;
            } else {
                dueBytes = Math.max(dueBytes, arrivedBytes.get());
                long now = dueBytes - processedBytes.get();
                if (now > spec.thresholdBytes() || granted - processed() <= 0) {
                    return null;
                }
                batch = Math.min(spec.ahead(), granted - processed());
                bytes = spec.aheadBytes() - now;
            }
            Pull pull = new Pull(++pulls, batch, bytes);
            due += batch;
            dueBytes += bytes;
            open.add(pull);
            if (open.size() > OPEN_MAX) {
                open.remove();
            }
            return pull;
        } finally {
            lock.unlock();
        }
    }

    private void send(Target to, Pull pull) {
        heard();
        byte[] body = PullRequest.body(
                pull.batch(),
                pull.bytes(),
                spec.expires().toNanos(),
                false,
                spec.heartbeat().toNanos(),
                spec.group().orElse(null),
                spec.groupSpec(),
                pinId);
        try {
            context.connection()
                    .publish(OutgoingMessage.to(
                                    context.subject("CONSUMER.MSG.NEXT." + to.stream() + "." + to.consumer()))
                            .replyTo(inbox + pull.number())
                            .payload(body)
                            .build());
        } catch (NatsException e) {
            lock.lock();
            try {
                if (open.remove(pull)) {
                    due -= pull.batch();
                    dueBytes -= pull.bytes();
                }
            } finally {
                lock.unlock();
            }
            if (!(e instanceof io.natskit.client.ConnectionClosedException)) {
                later();
            }
        }
    }
}
