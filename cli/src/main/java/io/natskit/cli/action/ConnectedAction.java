// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.NatsException;
import io.natskit.client.Options;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A command that needs a server, and asks it a few things. */
public abstract class ConnectedAction extends Action {
    private final ReentrantLock state = new ReentrantLock();
    private volatile boolean ending; // written under the lock
    // guarded by the lock
    private @Nullable Thread running;
    private @Nullable RuntimeException lost;

    /** For subclasses. */
    protected ConnectedAction() {}

    /** Does it; the exit code. */
    protected abstract int run(Session session) throws Exception;

    @Override
    protected final int run() throws Exception {
        try (Session session = connection().open(terminal(), this::prepare)) {
            return untilItEnds(session);
        }
    }

    private int untilItEnds(Session session) throws Exception {
        Exception failure = null;
        int code = 0;
        try {
            begin();
            code = run(session);
        } catch (Exception e) {
            failure = e;
        }
        RuntimeException why = end();
        if (why != null) {
            Thread.interrupted(); // by closed()
            throw why;
        }
        if (failure != null) {
            throw failure;
        }
        return code;
    }

    private void begin() {
        state.lock();
        try {
            running = Thread.currentThread();
            if (lost != null) {
                throw lost;
            }
        } finally {
            state.unlock();
        }
    }

    /** What closes the connection from now on was asked for; returns what closed it before, if anything did. */
    private @Nullable RuntimeException end() {
        state.lock();
        try {
            ending = true;
            return lost;
        } finally {
            state.unlock();
        }
    }

    /** The connection is closed for good: whatever the command waits for will not come. */
    private void closed(@Nullable NatsException cause) {
        state.lock();
        try {
            if (!ending && lost == null) {
                lost = cause != null ? cause : new Failure("the connection was closed", "");
                if (running != null) {
                    running.interrupt();
                }
            }
        } finally {
            state.unlock();
        }
    }

    /** More about the connection, for those who need it. */
    protected void prepare(Options.Builder options) {}

    /**
     * Says on standard error what becomes of the connection, and tries for ever to have it again: for commands that run until they are ended.
     * Where it is closed all the same, such as by credentials that are refused again and again, the command ends with the cause.
     */
    protected final void watch(Options.Builder options) {
        options.reconnect(reconnect -> reconnect.maxAttempts(-1));
        options.onEvent(event -> {
            if (event instanceof ConnectionEvent.ServerError refused) {
                terminal()
                        .note("natskit: error: " + Remedies.message(refused.error()) + "\n  remedy: "
                                + Remedies.remedy(refused.error()));
            } else if (event instanceof ConnectionEvent.HandlerFailed failed) {
                terminal().note("natskit: error: " + Remedies.message(failed.cause()));
            } else if (event instanceof ConnectionEvent.Closed closed) {
                closed(closed.cause());
            } else if (event instanceof ConnectionEvent.Disconnected && !ending) {
                terminal().note(Figures.clock(Instant.now()) + " disconnected, trying again");
            } else if (event instanceof ConnectionEvent.Reconnected) {
                terminal().note(Figures.clock(Instant.now()) + " reconnected");
            }
        });
    }
}
