// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import io.natskit.server.ClientInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/** Looks at what a test or class has left behind, and speaks up. */
final class Aftermath {
    private static final System.Logger LOGGER = System.getLogger("io.natskit.junit");
    private static final Duration GOODBYES = Duration.ofSeconds(1);

    private final Leaks leaks;
    private final List<String> faults = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    Aftermath(Leaks leaks) {
        this.leaks = leaks;
    }

    /** Clients that came since the bench was marked and are still there. */
    void clients(RunningServer running, Set<Long> before) {
        if (leaks == Leaks.IGNORE) {
            return;
        }
        for (ClientInfo client : running.traffic().awaitNoneBut(before, GOODBYES)) {
            left.add("an open connection: " + words(client));
        }
    }

    /** Threads of NATS clients, and of servers where {@code serverToo}, that came since and still run. */
    void threads(Set<Thread> before, boolean serverToo) {
        if (leaks != Leaks.IGNORE) {
            NatsThreads.awaitNoneBut(before, serverToo, GOODBYES).forEach(name -> left.add("a live thread: " + name));
        }
    }

    /** What is wrong with the server itself. */
    void server(RunningServer running) {
        faults.addAll(running.problems());
    }

    /** Exceptions that have ended threads. */
    void uncaught(boolean parallel) {
        for (Uncaught.Death death : Uncaught.drain()) {
            faults.add("uncaught exception in thread " + death.thread() + ": " + death.cause()
                    + (parallel ? " (tests run in parallel: another one may have caused it)" : ""));
        }
    }

    /** Fails the test, or reports, where there was something. */
    void speak(ExtensionContext context) {
        List<String> fatal = new ArrayList<>(faults);
        if (leaks == Leaks.FAIL) {
            fatal.addAll(left);
        } else if (!left.isEmpty()) {
            LOGGER.log(System.Logger.Level.WARNING, context.getDisplayName() + " left " + String.join("; ", left));
            context.publishReportEntry("natskit.left", String.join("; ", left));
        }
        if (!fatal.isEmpty()) {
            throw new AssertionFailedError(context.getDisplayName() + " left something behind:\n  "
                    + String.join("\n  ", fatal)
                    + "\n(close connections before the test ends; leaks = WARN or IGNORE looks away)");
        }
    }

    private static String words(ClientInfo client) {
        return "client " + client.id() + (client.name() == null ? " without a name" : " \"" + client.name() + '"')
                + (client.user() == null ? "" : ", user " + client.user())
                + (client.host() == null ? ", in process" : ", from " + client.host() + ":" + client.port());
    }
}
