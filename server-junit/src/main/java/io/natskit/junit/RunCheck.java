// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/**
 * The look at the end of the whole run, for what cannot be laid at one test's door while tests run in parallel: no thread of a NATS server, client or
 * proxy may be left that was not there at the start. Closed by JUnit after everything that was stored later, servers of scope SUITE included.
 */
final class RunCheck implements AutoCloseable {
    private static final Duration GOODBYES = Duration.ofSeconds(2);

    private final Set<Thread> before = NatsThreads.alive();
    private volatile boolean looksAway;

    private RunCheck() {}

    static RunCheck register(ExtensionContext context, ExtensionContext.Namespace namespace) {
        return context.getRoot()
                .getStore(namespace)
                .getOrComputeIfAbsent(RunCheck.class, key -> new RunCheck(), RunCheck.class);
    }

    /** A test of this run may leave things behind: nobody can tell them from others'. */
    void lookAway() {
        looksAway = true;
    }

    @Override
    public void close() {
        if (looksAway) {
            return;
        }
        List<String> left = NatsThreads.awaitNoneBut(before, true, GOODBYES);
        if (!left.isEmpty()) {
            throw new AssertionFailedError("the test run left live threads behind: " + String.join(", ", left));
        }
    }
}
