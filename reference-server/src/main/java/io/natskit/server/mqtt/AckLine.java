// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.session.ClosedReason;
import java.util.ArrayDeque;

/**
 * The answers that a publisher is owed, in the order of its packets (MQTT-4.6.0), each once what it stands for is stored. Who has too many of them
 * outstanding is not read. Confined to the client's loop.
 */
final class AckLine {
    private static final int MOST = 1_024;

    private final MqttClient client;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private boolean full;

    AckLine(MqttClient client) {
        this.client = client;
    }

    /** An answer that waits for some steps, and for those before it. */
    final class Entry {
        private final int type;
        private final int identifier;
        private int left;

        private Entry(int type, int identifier, int steps) {
            this.type = type;
            this.identifier = identifier;
            this.left = steps;
        }

        /** One step is done. */
        void done() {
            left--;
            answer();
        }

        /** It will never be: the client has to come again, and send again. */
        void failed(RequestFailedException cause) {
            if (!client.isClosed()) {
                client.error("JetStream failed a pipelined QoS1/2 operation (pi=" + identifier + "): "
                        + cause.getMessage() + "; closing the connection");
                client.close(ClosedReason.PROTOCOL_VIOLATION);
            }
        }

        /** A step that is done when a message is stored. */
        Requests.Stored whenStored() {
            return new Requests.Stored() {
                @Override
                public void stored(long sequence, boolean duplicate) {
                    done();
                }

                @Override
                public void failed(RequestFailedException cause) {
                    Entry.this.failed(cause);
                }
            };
        }
    }

    /** Owes an answer of that type after so many steps; 0 of them is now, behind those before it. */
    Entry owe(int type, int identifier, int steps) {
        Entry entry = new Entry(type, identifier, steps);
        entries.add(entry);
        if (steps == 0) {
            answer();
        } else if (entries.size() >= MOST && !full) {
            full = true;
            client.hold();
        }
        return entry;
    }

    private void answer() {
        while (!client.isClosed() && !entries.isEmpty() && entries.peek().left == 0) {
            Entry first = entries.remove();
            client.answer(first.type, first.identifier);
        }
        if (full && entries.size() < MOST / 2) {
            full = false;
            client.release();
        }
    }
}
