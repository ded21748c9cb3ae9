// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.PermissionException;
import io.natskit.client.ServerErrorException;
import io.natskit.client.internal.outbox.Outbox;
import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.client.internal.transport.Timer;
import io.natskit.wire.Nuid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds out when the server that a connection leaves knows what it has subscribed to at the other one. Interest goes through a cluster at its own pace, in order: once
 * something that is sent to the old server comes by the new one, on a subject that was subscribed to last, so does everything else, and nothing is lost when the old server is
 * told that it need not deliver any more. I/O thread.
 */
final class InterestProbe {
    /** No subscription has that number. */
    static final int SID = 0;

    private static final long EVERY_NANOS = 5_000_000L;
    private static final int TRIES_MAX = 100;

    private final Context context;
    private final Outbox outbox;
    private final ServerLink old;
    private final String subject;
    private final byte[] message;
    private final Runnable known;
    private @Nullable Timer next;
    private int tries;
    private boolean over;

    /** Runs {@code known} when the old server knows, or after half a second: servers may have no way to each other. */
    InterestProbe(Context context, Outbox outbox, ServerLink old, Runnable known) {
        this.context = context;
        this.outbox = outbox;
        this.old = old;
        this.subject = context.options().inboxPrefix() + Nuid.next();
        this.message = message(subject);
        this.known = known;
    }

    private static byte[] message(String subject) {
        byte[] name = subject.getBytes(StandardCharsets.UTF_8);
        byte[] line = new byte[OpEncoder.publishBytesMax(name.length, 0, 0, 0)];
        int end = OpEncoder.payload(line, OpEncoder.publishLine(line, 0, name, null, 0, 0), new byte[0], 0, 0);
        return Arrays.copyOf(line, end);
    }

    void start() {
        outbox.control(OpEncoder.subscribe(subject.getBytes(StandardCharsets.UTF_8), null, SID));
        ask();
    }

    private void ask() {
        if (tries++ == TRIES_MAX || old.dead()) {
            answered();
        } else {
            old.send(message);
            next = context.loop().schedule(EVERY_NANOS, this::ask);
        }
    }

    /** A message on {@link #SID} has come. */
    void answered() {
        if (!over) {
            stop();
            known.run();
        }
    }

    /** Whether an error is about the probe, which not everybody may send or hear: it is over then. */
    boolean isRefused(ServerErrorException error) {
        boolean mine = error instanceof PermissionException refusal
                && refusal.subject().equals(subject);
        if (mine) {
            answered();
        }
        return mine;
    }

    /** Asks no more, and hears no more. */
    void stop() {
        if (over) {
            return;
        }
        over = true;
        if (next != null) {
            next.cancel();
        }
        outbox.control(OpEncoder.unsubscribe(SID, 0));
    }
}
