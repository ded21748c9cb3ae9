// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ClosedReason;
import io.natskit.server.transport.LoopTimer;
import java.util.concurrent.TimeUnit;

/** What a client promised in CONNECT: that something of it comes every so often. Ends its session where nothing does. Confined to the session's loop. */
final class KeepAlive {
    private final ClientSession session;
    private final LoopTimer timer;
    private long patienceNanos;
    private long heardAt;

    KeepAlive(ClientSession session) {
        this.session = session;
        this.timer = session.timer(this::look);
    }

    /** Watches from now on; 0 seconds are for ever. */
    void start(int seconds) {
        if (seconds > 0) {
            // one and a half times what the client promised (MQTT-3.1.2-24)
            patienceNanos = TimeUnit.MILLISECONDS.toNanos(seconds * 1_500L);
            session.loop().schedule(timer, patienceNanos);
        }
    }

    /** Bytes came. */
    void heard() {
        heardAt = session.loop().now();
    }

    void stop() {
        session.loop().cancel(timer);
    }

    private void look() {
        long left = heardAt + patienceNanos - session.loop().now();
        if (left > 0) {
            session.loop().schedule(timer, left);
        } else {
            session.log().debug("nothing heard for one and a half times the keep alive");
            session.close(ClosedReason.READ_ERROR);
        }
    }
}
