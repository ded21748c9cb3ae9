// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.differential;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.transcript.LinePattern;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Does the operations of one seed at two servers in step and stops at the first whose results differ. Where a server may be late with what it
 *  has confirmed (states of streams and consumers), both are asked again until they are alike or the patience ends. Confined to one thread.
 */
public final class Differential {
    private static final int LAST = Integer.getInteger("differential.shown", 25);
    private static final long POLL_NANOS = 2_000_000;

    private final Side one;
    private final Side two;
    private final Duration patience;
    private final Plan plan;
    private final Deque<String> last = new ArrayDeque<>();

    private Differential(long seed, Side one, Side two, Duration patience) {
        this.plan = new Plan(seed);
        this.one = one;
        this.two = two;
        this.patience = patience;
    }

    /** Says how the servers differ, or nothing. Both must be fresh; {@code judge} is right. */
    public static String run(long seed, int operations, RunningServer judge, RunningServer judged, Duration patience) {
        try (Side one = new Side(judge, patience);
                Side two = new Side(judged, patience)) {
            Differential run = new Differential(seed, one, two, patience);
            for (int i = 0; i < operations; i++) {
                Operation operation = run.plan.next(one.waiting().size());
                String difference = run.step(operation);
                if (!difference.isEmpty()) {
                    return "seed " + seed + ", operation " + i + ": " + shown(operation) + "\n" + difference
                            + "before it:\n  " + String.join("\n  ", run.last);
                }
            }
            return "";
        }
    }

    private String step(Operation operation) {
        String settles = settles(operation);
        String told = told(operation);
        List<String> right;
        String difference;
        try {
            right = one.perform(operation);
        } catch (RuntimeException e) {
            throw new IllegalStateException("the judge does not answer to " + operation + "\nbefore it: " + last, e);
        }
        try {
            difference = difference(right, two.perform(operation));
        } catch (RuntimeException e) {
            return "  the judge: " + right + "\n  got: " + e.getMessage() + "\n";
        }
        if (!difference.isEmpty() && operation instanceof Operation.Request request && request.lasting()) {
            difference = untilAlike(request.subject(), request.payload());
        }
        note(operation, told, settles, right);
        if (difference.isEmpty() && !settles.isEmpty()) {
            difference = settles.indexOf('.') > 0
                    ? untilAlike("$JS.API.CONSUMER.INFO." + settles, "")
                    : untilAlike("$JS.API.STREAM.INFO." + settles, "{\"deleted_details\":true}");
        }
        return difference;
    }

    private String settles(Operation operation) {
        if (operation instanceof Operation.Request request) {
            return request.settles();
        }
        if (operation instanceof Operation.Pull pull) {
            return pull.acknowledged() ? "" : pull.stream();
        }
        return operation instanceof Operation.Ack ack
                ? one.waiting().get(ack.index()).split("\\.")[2]
                : "";
    }

    private String untilAlike(String subject, String payload) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            String difference = difference(one.request(subject, "", payload), two.request(subject, "", payload));
            if (difference.isEmpty() || System.nanoTime() > end) {
                return difference.isEmpty() ? "" : "  in " + subject + ":\n" + difference;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** What the plan must know of a result. */
    private void note(Operation operation, String told, String settles, List<String> result) {
        boolean error = result.stream().anyMatch(line -> line.startsWith("/error/"));
        List<String> delivered = operation instanceof Operation.Pull
                ? result.stream().filter(line -> line.contains("JS.ACK")).toList()
                : List.of();
        last.add(told + (error ? " (refused)" : "") + (delivered.isEmpty() ? "" : " " + delivered));
        if (last.size() > LAST) {
            last.remove();
        }
        if (operation instanceof Operation.Ack ack && ack.payload().equals("-NAK")) {
            plan.messageIsRefused(settles);
        }
        if (error || !(operation instanceof Operation.Request request)) {
            return;
        }
        String[] words = request.subject().split("\\.");
        if (request.subject().startsWith("$JS.API.STREAM.DELETE.")) {
            plan.streamIsGone(words[4]);
            forget(words[4]);
        } else if (request.subject().startsWith("$JS.API.STREAM.PURGE.")
                && request.payload().isEmpty()) {
            plan.streamIsEmpty(words[4]);
        } else if (request.subject().startsWith("$JS.API.CONSUMER.DELETE.")) {
            plan.consumerIsGone(words[4], words[5]);
            forget(words[4] + "." + words[5]);
        } else if (request.subject().startsWith("$JS.API.CONSUMER.CREATE.")) {
            plan.consumerIsThere(words[4], words[5], request.payload());
        }
    }

    /** An operation with what it will be about. */
    private String told(Operation operation) {
        return operation instanceof Operation.Ack ack
                ? "Ack " + ack.payload() + " of " + one.waiting().get(ack.index())
                : shown(operation);
    }

    private static String shown(Operation operation) {
        return LinePattern.shown(operation.toString());
    }

    private void forget(String prefix) {
        one.forget(prefix);
        two.forget(prefix);
    }

    private static String difference(List<String> wanted, List<String> got) {
        List<String> missing = new ArrayList<>(wanted);
        missing.removeAll(got);
        List<String> extra = new ArrayList<>(got);
        extra.removeAll(wanted);
        if (missing.isEmpty() && extra.isEmpty() && wanted.size() == got.size()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        missing.forEach(line -> out.append("  the judge: ").append(line).append('\n'));
        extra.forEach(line -> out.append("        got: ").append(line).append('\n'));
        return out.isEmpty() ? "  the judge: " + wanted + "\n  got: " + got + "\n" : out.toString();
    }
}
