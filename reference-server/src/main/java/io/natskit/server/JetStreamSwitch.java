// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.jetstream.JetStream;
import io.natskit.server.local.LocalClients;
import io.natskit.server.session.ServerContext;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** JetStream of a server while it has it: from the start, or from one reload to another. Safe on any thread; started and turned by one at a time. */
final class JetStreamSwitch {
    private static final int STORAGE_THREADS = 4;

    private final ServerContext context;
    private final Tenants tenants;
    private final LogSink log;
    private final @Nullable StreamHooks hooks;
    private final BooleanSupplier closing;
    private final BlockingWork storage = new BlockingWork("nats-server-storage", STORAGE_THREADS);
    private volatile @Nullable JetStream running;

    /** Off; {@code closing} tells that it is to stay so, as the server ends. */
    JetStreamSwitch(
            ServerContext context, Tenants tenants, LogSink log, @Nullable StreamHooks hooks, BooleanSupplier closing) {
        this.context = context;
        this.tenants = tenants;
        this.log = log;
        this.hooks = hooks;
        this.closing = closing;
    }

    /** What runs, or null while it is off. */
    @Nullable
    JetStream running() {
        return running;
    }

    void start() {
        JetStream started =
                JetStreamRoom.start(context, new LocalClients(context.loops(), context.lanes()), storage, log, hooks);
        running = started;
        tenants.bind(started);
    }

    /** Switches it on or off while the server runs. */
    void turn(boolean on) {
        JetStream before = running;
        if (on && before == null && !closing.getAsBoolean()) {
            try {
                start();
            } catch (RuntimeException e) {
                log.log(LogSink.Level.WARN, "Can't start JetStream: " + e.getMessage());
            }
        } else if (!on && before != null) {
            tenants.bind((JetStream) null);
            running = null;
            before.announceEnd();
            before.close();
        }
    }

    /** Tells those who wait that the server ends. */
    void announceEnd() {
        JetStream own = running;
        if (own != null) {
            own.announceEnd();
        }
    }

    /** Closes the streams, as the server ends. */
    void close() {
        JetStream own = running;
        if (own != null) {
            own.close();
        }
    }

    /** After the loops have ended, which may want them to the last. */
    void endThreads() {
        storage.close();
    }
}
