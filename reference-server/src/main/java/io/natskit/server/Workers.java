// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.ServerOptions;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.LoopClock;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The threads of one server: its loops, and those beside them that may wait. There before the rooms, and ended after them. Safe on any thread. */
final class Workers implements AutoCloseable {
    private static final int LOOKUP_THREADS = 4;
    private static final int REQUEST_THREADS = 2;
    private static final int HANDSHAKE_THREADS_MIN = 4;

    private final EventLoops loops;
    private final BlockingWork slow = new BlockingWork("nats-server-slow");
    // Of its own: guessers of passwords must not hold up signatures.
    private final BlockingWork passwords = new BlockingWork("nats-server-bcrypt");
    private final @Nullable BlockingWork lookups;
    private final BlockingWork requests = new BlockingWork("nats-server-system", REQUEST_THREADS);
    // Of their own: authorities may be asked in them, which may be slow to answer.
    private final BlockingWork handshakes = new BlockingWork(
            "nats-server-tls",
            Math.max(HANDSHAKE_THREADS_MIN, Runtime.getRuntime().availableProcessors()));
    private final BlockingWork certificates = new BlockingWork("nats-server-ocsp", 1);

    private Workers(EventLoops loops, @Nullable BlockingWork lookups) {
        this.loops = loops;
        this.lookups = lookups;
    }

    /** Starts the loops; the other threads come when they are first needed. */
    static Workers start(ServerOptions options, ServerClock clock, EventLoop.FatalErrors fatal) throws IOException {
        int count = options.loops() > 0 ? options.loops() : EventLoops.defaultCount();
        EventLoops loops = EventLoops.start(count, "nats-server", loopClock(clock), fatal);
        boolean looksUp = options.operator().isOn();
        return new Workers(loops, looksUp ? new BlockingWork("nats-server-accounts", LOOKUP_THREADS) : null);
    }

    private static LoopClock loopClock(ServerClock clock) {
        if (clock == SystemClock.INSTANCE) {
            return LoopClock.SYSTEM;
        }
        return new LoopClock() {
            @Override
            public long nanos() {
                return clock.nanos();
            }

            @Override
            public void onJump(Runnable wake) {
                clock.onJump(wake);
            }
        };
    }

    EventLoops loops() {
        return loops;
    }

    /** For whatever blocks and has nothing of its own. */
    Executor slow() {
        return slow;
    }

    Executor passwords() {
        return passwords;
    }

    /** For accounts that are looked up elsewhere, and the signatures that come with them. */
    Executor lookups() {
        return lookups == null ? slow : lookups;
    }

    /** For what the system account is asked. */
    Executor requests() {
        return requests;
    }

    /** For the key work of TLS. */
    Executor handshakes() {
        return handshakes;
    }

    /** For questions about the server's own certificates. */
    Executor certificates() {
        return certificates;
    }

    /** Ends what is being looked up, before those end who would be told. */
    void endLookups() {
        if (lookups != null) {
            lookups.close();
        }
    }

    /** Ends them all, the loops first, and waits for them. */
    @Override
    public void close() {
        loops.stop();
        endLookups();
        slow.close();
        passwords.close();
        handshakes.close();
        certificates.close();
        requests.close();
    }
}
