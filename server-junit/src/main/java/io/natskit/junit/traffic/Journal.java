// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.opentest4j.AssertionFailedError;

/**
 * What passed through a server since this journal was opened or {@linkplain #clear() cleared}: messages in and out, connections, subscriptions.
 *
 * <pre>{@code
 * journal.await(published("orders.>"), times(2));          // waits until both have arrived
 * journal.verify(delivered("orders.eu"), never());         // looks once
 * journal.verifyInOrder(published("a"), published("b"));
 * }</pre>
 *
 * <p>A client's {@code publish} returns before the server has seen the message, so use {@link #await(Expectation, Count) await} unless something else
 * (a flush, a reply) says that it has. A failure is an {@link AssertionFailedError} that shows what came closest and how it differs.
 *
 * <p>Memory is bounded. Once entries of this journal are forgotten, a verdict that would need them (an upper bound, an order) is refused by an
 * {@link IllegalStateException} instead of being guessed. Safe on any thread.
 */
public final class Journal {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Recorder recorder;
    private final AtomicLong start;

    Journal(Recorder recorder) {
        this.recorder = recorder;
        this.start = new AtomicLong(recorder.last());
    }

    /** What is in it, oldest first; a copy. */
    public List<Entry> entries() {
        return view().entries();
    }

    /** What is in it and matches, oldest first; a copy. */
    public List<Entry> entries(Expectation wanted) {
        return view().entries().stream().filter(wanted::matches).toList();
    }

    /** How many entries of this journal had to go because it was full. */
    public long forgotten() {
        return view().forgotten();
    }

    /** Forgets all there is; what comes later is kept. */
    public void clear() {
        start.set(recorder.last());
    }

    /** Fails unless this happened exactly once. Looks now, does not wait. */
    public void verify(Expectation wanted) {
        verify(wanted, Count.once());
    }

    /** Fails unless this happened so often. Looks now, does not wait. */
    public void verify(Expectation wanted, Count count) {
        judge(wanted, count, view(), "");
    }

    /** Waits up to five seconds until this has happened at least once. */
    public void await(Expectation wanted) {
        await(wanted, Count.atLeast(1), PATIENCE);
    }

    /** As {@link #await(Expectation, Count, Duration)}, up to five seconds. */
    public void await(Expectation wanted, Count count) {
        await(wanted, count, PATIENCE);
    }

    /**
     * Waits until this has happened as often as the count asks at least, and fails if that takes longer than {@code timeout} or it happened too often. A count
     * that begins at zero ({@code never()}, {@code atMost(n)}) is watched for the whole time.
     */
    public void await(Expectation wanted, Count count, Duration timeout) {
        Recorder.View last = recorder.await(
                start::get,
                view -> {
                    long found = found(wanted, view);
                    return count.isExceededBy(found) || count.min() > 0 && count.holds(found);
                },
                timeout);
        judge(wanted, count, last, " within " + timeout.toMillis() + " ms");
    }

    /** Fails unless entries match these expectations one after another; others may lie between them. Looks now, does not wait. */
    public void verifyInOrder(Expectation... wanted) {
        Recorder.View view = view();
        int next = matchedInOrder(view, wanted);
        if (next < wanted.length) {
            failInOrder(view, next, "", wanted);
        }
    }

    /** Waits up to {@code timeout} until entries match these expectations one after another. */
    public void awaitInOrder(Duration timeout, Expectation... wanted) {
        Recorder.View last = recorder.await(start::get, view -> matchedInOrder(view, wanted) == wanted.length, timeout);
        int next = matchedInOrder(last, wanted);
        if (next < wanted.length) {
            failInOrder(last, next, " within " + timeout.toMillis() + " ms", wanted);
        }
    }

    private Recorder.View view() {
        return recorder.after(start.get());
    }

    private static long found(Expectation wanted, Recorder.View view) {
        return view.entries().stream().filter(wanted::matches).count();
    }

    private static void judge(Expectation wanted, Count count, Recorder.View view, String when) {
        long found = found(wanted, view);
        if (!count.holds(found)) {
            if (view.forgotten() > 0 && !count.isExceededBy(found)) {
                throw forgot(view);
            }
            throw new AssertionFailedError(
                    NearestMisses.describe(wanted, count, view.entries(), view.forgotten()) + when(when),
                    count + " " + wanted,
                    listed(wanted, view));
        }
        if (view.forgotten() > 0 && count.isBounded()) {
            throw forgot(view);
        }
    }

    private static String when(String when) {
        return when.isEmpty() ? "" : "\n  looked for it" + when;
    }

    private static IllegalStateException forgot(Recorder.View view) {
        return new IllegalStateException("the journal was full and has forgotten " + view.forgotten()
                + " entries, so it cannot say (expected: a larger journal, or clear() in between)");
    }

    private static String listed(Expectation wanted, Recorder.View view) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : view.entries()) {
            if (entry.kind() == wanted.kind()) {
                lines.add(entry.toString());
            }
        }
        return String.join("\n", lines);
    }

    /** How many of the expectations are met one after another. */
    private static int matchedInOrder(Recorder.View view, Expectation... wanted) {
        int next = 0;
        for (Entry entry : view.entries()) {
            if (next < wanted.length && wanted[next].matches(entry)) {
                next++;
            }
        }
        return next;
    }

    private static void failInOrder(Recorder.View view, int next, String when, Expectation... wanted) {
        if (view.forgotten() > 0) {
            throw forgot(view);
        }
        StringBuilder text = new StringBuilder("wanted in this order:");
        int position = 0;
        for (int i = 0; i < wanted.length; i++) {
            text.append("\n  ").append(i + 1).append(". ").append(wanted[i]);
            if (i < next) {
                while (!wanted[i].matches(view.entries().get(position))) {
                    position++;
                }
                text.append("\n     was ").append(view.entries().get(position++));
            } else if (i == next) {
                text.append("\n     MISSING").append(position == 0 ? "" : " after that");
            }
        }
        List<Entry> rest = view.entries().subList(position, view.entries().size());
        List<Entry> earlier = view.entries().subList(0, position).stream()
                .filter(wanted[next]::matches)
                .toList();
        if (!earlier.isEmpty()) {
            text.append("\nit came too early: ").append(earlier.get(0));
        }
        text.append('\n').append(NearestMisses.describe(wanted[next], Count.atLeast(1), rest, 0));
        throw new AssertionFailedError(text + when(when));
    }

    @Override
    public String toString() {
        Recorder.View view = view();
        return "Journal[" + view.entries().size() + " entries, " + view.forgotten() + " forgotten]";
    }
}
