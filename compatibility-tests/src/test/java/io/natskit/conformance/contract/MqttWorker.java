// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A client with a session that lasts, which comes back whenever its connection ends, and goes on as MQTT says: what was not acknowledged is sent
 * again, and of QoS 2 nothing is taken twice. One thread runs it, others may cut it.
 */
final class MqttWorker implements Runnable {
    private static final String TOPIC = "work";
    private static final Duration READ_PATIENCE = Duration.ofSeconds(3);
    private static final long PAUSE_MILLIS = 20;

    private final int port;
    private final String id;
    private final int qos;
    private final boolean publishes;

    /** What was acknowledged, or what came; in order. */
    final List<String> done = new CopyOnWriteArrayList<>();

    private volatile boolean stopped;
    private volatile @Nullable MqttPeer peer;
    private boolean known;

    // of a publisher: the message at hand
    private int number;
    private boolean sent;
    private boolean received;

    // of a subscriber: the messages of QoS 2 that are not released
    private final Set<Integer> unreleased = new HashSet<>();
    private boolean subscribed;

    MqttWorker(int port, String id, int qos, boolean publishes) {
        this.port = port;
        this.id = id;
        this.qos = qos;
        this.publishes = publishes;
    }

    /** Ends its connection, as a bad network does. */
    void cut() {
        MqttPeer now = peer;
        if (now != null) {
            now.close();
        }
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!stopped) {
            try (MqttPeer now = MqttPeer.dial(port)) {
                peer = now.patience(READ_PATIENCE);
                work(now);
            } catch (RuntimeException e) {
                pause(); // no connection, or no more of it: again
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(MqttPeer now) {
        MqttPeer.Packet answer = now.connect(id, 0, 0).packet();
        if (answer.first() != 0x20 || answer.body()[1] != 0) {
            pause();
            return;
        }
        if (known && answer.body()[0] == 0) {
            throw new AssertionError("the session of " + id + " is gone");
        }
        known = true;
        if (publishes) {
            publish(now);
        } else {
            receive(now);
        }
    }

    private void publish(MqttPeer now) {
        boolean open = true;
        while (open && (!stopped || sent)) {
            String payload = id + "-" + number;
            int identifier = number % 0xFFFF + 1;
            if (!received) {
                now.publish(qos << 1 | (sent ? MqttPeer.DUP : 0), TOPIC, identifier, payload);
                sent = true;
                open = now.packet().first() == (qos == 1 ? 0x40 : 0x50);
                received = open;
            }
            if (received && qos == 2) {
                open = now.acknowledge(0x62, identifier).packet().first() == 0x70;
            }
            if (open) {
                done.add(payload);
                number++;
                sent = false;
                received = false;
            }
        }
    }

    private void receive(MqttPeer now) {
        if (!subscribed) {
            // what the session has kept already may come before the answer
            now.subscribe(7, TOPIC, qos);
        }
        while (!stopped) {
            MqttPeer.Packet packet = now.packet();
            if (packet.first() < 0) {
                return;
            }
            if (packet.type() == 0x90) {
                subscribed = packet.body()[2] == qos;
            } else if (packet.type() == 0x30 && packet.qos() == 1) {
                done.add(packet.payload());
                now.acknowledge(0x40, packet.identifier());
            } else if (packet.type() == 0x30) {
                if (unreleased.add(packet.identifier())) {
                    done.add(packet.payload());
                }
                now.acknowledge(0x50, packet.identifier());
            } else if (packet.type() == 0x60) {
                unreleased.remove(packet.identifier());
                now.acknowledge(0x70, packet.identifier());
            }
        }
    }
}
