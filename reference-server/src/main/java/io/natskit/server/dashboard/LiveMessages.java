// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.dashboard;

import io.natskit.wire.Nuid;
import io.natskit.wire.inprocess.ByteLink;
import io.natskit.wire.subject.Subjects;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes and hears for who looks at the dashboard, each time as a client that logs in as they say. A few at a time. The methods wait for the server,
 * for two seconds at most; any thread but a loop.
 */
public final class LiveMessages implements AutoCloseable {
    /** How many subjects may be heard at the same time. */
    public static final int TAILS_MAX = 8;

    private static final int PUBLISHERS_MAX = 4;
    private static final int SUBJECT_MAX = 1_024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration ABANDONED = Duration.ofSeconds(15);
    private static final long IDLE_SECONDS = 10;

    private final Supplier<ByteLink> connections;
    private final LongSupplier nanoTime;
    private final ScheduledThreadPoolExecutor thread;
    private final Map<String, Tail> tails = new ConcurrentHashMap<>();
    private final Semaphore free = new Semaphore(TAILS_MAX);
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final Semaphore publishers = new Semaphore(PUBLISHERS_MAX);

    /** Connects by {@code connections}; {@code nanoTime} is the clock that tells whether somebody has stopped asking. */
    public LiveMessages(Supplier<ByteLink> connections, LongSupplier nanoTime) {
        this.connections = connections;
        this.nanoTime = nanoTime;
        this.thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "nats-server-dashboard");
            made.setDaemon(true);
            return made;
        });
        thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Publishes one message; an empty {@code reply} is none. Throws {@link RefusedException}. */
    public void publish(Login login, String subject, String reply, byte[] payload) {
        checkLiteral("subject", subject);
        if (!reply.isEmpty()) {
            checkLiteral("reply", reply);
        }
        if (!publishers.tryAcquire()) {
            throw new RefusedException("too many publish at this moment (at most " + PUBLISHERS_MAX + ")");
        }
        try (OwnClient client = new OwnClient(connections.get(), thread, (on, to, headers, bytes, size) -> {})) {
            client.login(login, PATIENCE);
            client.send(publication(subject, reply, payload));
            client.settle(PATIENCE);
        } finally {
            publishers.release();
        }
    }

    private static byte[] publication(String subject, String reply, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 64);
        String head = "PUB " + subject + " " + (reply.isEmpty() ? "" : reply + " ") + payload.length + "\r\n";
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(payload);
        out.write('\r');
        out.write('\n');
        return out.toByteArray();
    }

    /** Begins to hear a subject, which may have wildcards; answers the name to ask by. Throws {@link RefusedException}. */
    public String listen(Login login, String subject) {
        check("subject", subject);
        forgetAbandoned();
        if (!free.tryAcquire()) {
            throw new RefusedException("too many subjects are listened to (at most " + TAILS_MAX + ")");
        }
        Tail tail;
        try {
            tail = Tail.open(subject, login, connections.get(), thread, PATIENCE);
        } catch (RuntimeException e) {
            free.release();
            throw e;
        }
        String id = Nuid.next();
        tail.asked(nanoTime.getAsLong());
        tails.put(id, tail);
        sweepLater();
        return id;
    }

    /**
     * What came since the last question.
     *
     * @param messages the messages, the oldest first
     * @param more whether more may have been published than were taken
     * @param ended why nothing comes any more, null while something may
     */
    public record Part(
            List<Heard> messages, boolean more, @Nullable String ended) {}

    /** What came behind the message of that number. Throws {@link RefusedException} where there is no such name, as once nobody asked for a while. */
    public Part next(String id, long after) {
        Tail tail = tails.get(id);
        if (tail == null) {
            throw new RefusedException("nobody listens under this name any more");
        }
        tail.asked(nanoTime.getAsLong());
        Part part = tail.after(after);
        if (part.ended() != null) {
            end(id);
        }
        return part;
    }

    /** Stops to listen; does nothing for a name that is not known. */
    public void end(String id) {
        Tail tail = tails.remove(id);
        if (tail != null) {
            tail.close();
            free.release();
        }
    }

    /** How many subjects are heard. */
    public int size() {
        return tails.size();
    }

    private void forgetAbandoned() {
        long now = nanoTime.getAsLong();
        tails.forEach((id, tail) -> {
            if (now - tail.askedNanos() > ABANDONED.toNanos()) {
                end(id);
            }
        });
    }

    /** While anything is heard, somebody looks for what was abandoned. */
    private void sweepLater() {
        if (!tails.isEmpty() && sweeping.compareAndSet(false, true)) {
            var unused = thread.schedule(this::sweep, ABANDONED.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void sweep() {
        sweeping.set(false);
        forgetAbandoned();
        if (!thread.isShutdown()) {
            sweepLater();
        }
    }

    private static void checkLiteral(String what, String subject) {
        check(what, subject);
        if (!Subjects.isLiteral(subject)) {
            throw new RefusedException(what + ": has wildcards (expected: a literal subject)");
        }
    }

    private static void check(String what, String subject) {
        if (subject.length() > SUBJECT_MAX || !Subjects.isValid(subject)) {
            throw new RefusedException(
                    what + ": not valid (expected: tokens between dots, without blanks, of 1,024 characters at most)");
        }
    }

    @Override
    public void close() {
        List.copyOf(tails.keySet()).forEach(this::end);
        thread.shutdownNow();
    }
}
