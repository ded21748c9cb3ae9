// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import io.natskit.junit.traffic.Traffic;
import io.natskit.server.NatsServer;
import io.natskit.server.NatsServerBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One server of one scope, with what watches it. Closed by the extension, or by JUnit's store at the end of the run. */
final class RunningServer implements AutoCloseable {
    private final Settings settings;
    private final String home;
    private final Set<Thread> threadsBefore = NatsThreads.alive();
    private final Traffic traffic;
    private final ServerLog log = new ServerLog();
    private final @Nullable TestClock clock;
    private final NatsServer server;
    private final @Nullable String propertyBefore;
    private final AtomicBoolean closed = new AtomicBoolean();

    RunningServer(Settings settings, String home) {
        this.settings = settings;
        this.home = home;
        traffic = new Traffic(settings.journalEntries(), Traffic.BYTES_MAX);
        clock = settings.testClock() ? new TestClock() : null;
        NatsServerBuilder builder = NatsServer.builder()
                .options(settings.options())
                .interceptor(traffic)
                .log(log);
        if (clock != null) {
            builder.clock(clock);
        }
        server = builder.start();
        propertyBefore = settings.systemProperty().isEmpty()
                ? null
                : System.setProperty(settings.systemProperty(), url(server.url()));
    }

    NatsServer server() {
        return server;
    }

    Traffic traffic() {
        return traffic;
    }

    Settings settings() {
        return settings;
    }

    Set<Thread> threadsBefore() {
        return threadsBefore;
    }

    TestClock clock() {
        if (clock == null) {
            throw new IllegalStateException("the server lives by the machine's clock (expected: testClock = true)");
        }
        return clock;
    }

    /** Whether the context of this id started it, and so must close it. */
    boolean isOwnedBy(String contextId) {
        return home.equals(contextId);
    }

    /** The server's URL with what a client needs to log in. */
    String url() {
        return url(server.url());
    }

    /** {@code plain} with what a client needs to log in. */
    String url(String plain) {
        String login;
        if (!settings.token().isEmpty()) {
            login = encode(settings.token()) + "@";
        } else if (!settings.user().isEmpty()) {
            login = encode(settings.user()) + ":" + encode(settings.password()) + "@";
        } else {
            return plain;
        }
        int host = plain.indexOf("://") + 3;
        return plain.substring(0, host) + login + plain.substring(host);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What is wrong with the server itself; checked while nothing else uses it. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String line : log.fatal()) {
            problems.add("the server said: " + line);
        }
        try {
            server.checkInvariants();
        } catch (IllegalStateException e) {
            problems.add("broken invariant: " + e.getMessage());
        }
        return problems;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!settings.systemProperty().isEmpty()) {
            if (propertyBefore == null) {
                System.clearProperty(settings.systemProperty());
            } else {
                System.setProperty(settings.systemProperty(), propertyBefore);
            }
        }
        server.close();
    }

    @Override
    public String toString() {
        return "RunningServer[" + settings + "]";
    }
}
