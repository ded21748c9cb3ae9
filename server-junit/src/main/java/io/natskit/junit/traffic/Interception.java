// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

import io.natskit.server.InterceptedMessage;
import io.natskit.server.Verdict;
import io.natskit.wire.subject.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One interference that is installed: tells how often it struck, and can be taken back. Made by {@link Interceptions#intercept(String)} and a
 * {@link Plan}. Safe on any thread.
 */
public final class Interception {
    private final Interceptions owner;
    private final Plan plan;
    private final Verdict verdict;
    private final String words;
    private long seen;
    private long hits;

    private Interception(Plan plan, Verdict verdict, String words) {
        this.owner = plan.owner;
        this.plan = plan;
        this.verdict = verdict;
        this.words = words;
    }

    /** How many messages it has dropped, delayed or refused. */
    public long hits() {
        return owner.locked(() -> hits);
    }

    /** Takes it back; messages that it delays still come when they are due. */
    public void cancel() {
        owner.remove(this);
    }

    /** The verdict on a message, or null if this interception leaves it alone. Under the owner's lock. */
    @Nullable
    Verdict judge(InterceptedMessage message) {
        if (!plan.concerns(message)) {
            return null;
        }
        long index = seen++;
        if (index < plan.skip || index - plan.skip >= plan.limit || (index - plan.skip) % plan.every != 0) {
            return null;
        }
        hits++;
        return verdict;
    }

    String words() {
        return words;
    }

    @Override
    public String toString() {
        return words + " on " + plan.pattern + ", struck " + Count.words(hits());
    }

    /**
     * Which messages an interception concerns, step by step; ends with what is done to them. Immutable, so a half-made plan may be kept and used twice.
     *
     * <pre>{@code
     * interceptions.intercept("orders.>").first(3).drop();
     * interceptions.intercept("pay").by("shop").after(1).first(1).delay(Duration.ofSeconds(2));
     * }</pre>
     */
    public static final class Plan {
        private final Interceptions owner;
        private final String pattern;
        private final List<Predicate<? super InterceptedMessage>> conditions;
        private final long skip;
        private final long limit;
        private final long every;

        Plan(Interceptions owner, String pattern) {
            this(owner, pattern, List.of(), 0, Long.MAX_VALUE, 1);
            if (!Subjects.isValid(pattern)) {
                throw new IllegalArgumentException(
                        "subject: \"" + pattern + "\" (expected: a valid subject or pattern)");
            }
        }

        private Plan(
                Interceptions owner,
                String pattern,
                List<Predicate<? super InterceptedMessage>> conditions,
                long skip,
                long limit,
                long every) {
            this.owner = owner;
            this.pattern = pattern;
            this.conditions = conditions;
            this.skip = skip;
            this.limit = limit;
            this.every = every;
        }

        /** Of the messages that are concerned, the first {@code n} alone (after those skipped by {@link #after(long)}). */
        public Plan first(long n) {
            return new Plan(owner, pattern, conditions, skip, notNegative("first", n), every);
        }

        /** Lets {@code n} of them pass before. */
        public Plan after(long n) {
            return new Plan(owner, pattern, conditions, notNegative("after", n), limit, every);
        }

        /** Every {@code n}th of them, beginning with the first. */
        public Plan every(long n) {
            if (n < 1) {
                throw new IllegalArgumentException("every: " + n + " (expected: >= 1)");
            }
            return new Plan(owner, pattern, conditions, skip, limit, n);
        }

        /** Those alone that a client of this name publishes. */
        public Plan by(String clientName) {
            return matching(m -> clientName.equals(m.client().name()));
        }

        /** Those alone for which this holds. Called on the server's event loop: it must not block. */
        public Plan matching(Predicate<? super InterceptedMessage> condition) {
            List<Predicate<? super InterceptedMessage>> longer = new ArrayList<>(conditions);
            longer.add(condition);
            return new Plan(owner, pattern, List.copyOf(longer), skip, limit, every);
        }

        /** Nobody gets them and nobody is told, as if the network had lost them. */
        public Interception drop() {
            return owner.install(new Interception(this, Verdict.drop(), "dropped"));
        }

        /** They are delivered that much later by the server's clock, which may be a test clock; others may overtake them. */
        public Interception delay(Duration time) {
            return owner.install(new Interception(this, Verdict.delay(time), "delayed by " + time.toMillis() + " ms"));
        }

        /** Nobody gets them, and the publisher is sent {@code -ERR 'error'}. */
        public Interception refuse(String error) {
            return owner.install(new Interception(this, Verdict.refuse(error), "refused: " + error));
        }

        private boolean concerns(InterceptedMessage message) {
            return Subjects.matches(pattern, message.subject())
                    && conditions.stream().allMatch(c -> c.test(message));
        }

        private static long notNegative(String name, long n) {
            if (n < 0) {
                throw new IllegalArgumentException(name + ": " + n + " (expected: >= 0)");
            }
            return n;
        }
    }
}
