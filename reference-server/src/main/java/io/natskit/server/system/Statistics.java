// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.account.Account;
import io.natskit.server.monitoring.ServerRequests;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.json.JsonWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells the server's counts from time to time: often at first, then every ten seconds (SY-09), and not twice within a second unless asked to. The
 * timer is of its loop.
 */
final class Statistics {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long APART_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Account<Subscription> system;
    private final String subject;
    private final Envelope envelope;
    private final Voice voice;
    private final EventLoop loop;
    private final Supplier<ServerRequests> state;
    private final LoopTimer timer = new LoopTimer(this::due);

    // of the loop
    private long interval = FIRST_NANOS;
    private boolean told;
    private long toldAt;

    Statistics(
            Account<Subscription> system,
            String serverId,
            Envelope envelope,
            Voice voice,
            EventLoop loop,
            Supplier<ServerRequests> state) {
        this.system = system;
        this.subject = "$SYS.SERVER." + serverId + ".STATSZ";
        this.envelope = envelope;
        this.voice = voice;
        this.loop = loop;
        this.state = state;
    }

    /** Begins; on the loop. */
    void start() {
        loop.schedule(timer, interval);
    }

    /** Ends; on the loop. */
    void stop() {
        loop.cancel(timer);
    }

    private void due() {
        interval = Math.min(EVERY_NANOS, interval * 2);
        loop.schedule(timer, interval);
        broadcast();
    }

    /** Tells whoever listens, however lately that was done. Any thread. */
    void tell() {
        loop.execute(() -> {
            told = false;
            broadcast();
        });
    }

    /** Who comes too early waits for the end of a second, or of an interval that is shorter. */
    private void broadcast() {
        long apart = Math.min(APART_NANOS, interval);
        long since = loop.now() - toldAt;
        if (told && since < apart) {
            loop.schedule(timer, apart - since);
            return;
        }
        told = true;
        toldAt = loop.now();
        voice.tell(loop, system, subject, this::make);
    }

    byte[] make() {
        JsonWriter json = new JsonWriter();
        envelope.writeTo(json);
        state.get().writeStatistics(json.begin("statsz"));
        return json.end().toBytes();
    }
}
