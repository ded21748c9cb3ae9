// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.mqtt;

import io.natskit.conformance.contract.Certificates;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An MQTT client of somebody else, as the cases use it: each call waits until the server has answered, and what comes waits in a queue. */
interface Device extends AutoCloseable {
    /** For one answer. */
    Duration PATIENCE = Duration.ofSeconds(20);

    /** Whose client it is. */
    enum Maker {
        PAHO {
            @Override
            Device connect(Way way) {
                return new PahoDevice(way);
            }
        },
        HIVEMQ {
            @Override
            Device connect(Way way) {
                return new HiveMqDevice(way);
            }
        };

        /** Connects, or fails as that client does. */
        abstract Device connect(Way way);
    }

    /** A message, to be sent or heard. */
    record Message(String topic, String payload, int qos, boolean retained) {
        Message(String topic, String payload, int qos) {
            this(topic, payload, qos, false);
        }
    }

    /** Where to, and as whom. */
    record Way(
            int port,
            String id,
            boolean clean,
            boolean web,
            @Nullable Certificates trusted,
            @Nullable String user,
            @Nullable String password,
            @Nullable Message will) {
        /** A client with a clean session, over TCP. */
        static Way clean(int port, String id) {
            return new Way(port, id, true, false, null, null, null, null);
        }

        /** The same with a session that stays. */
        Way lasting() {
            return new Way(port, id, false, web, trusted, user, password, will);
        }

        /** The same over WebSocket. */
        Way overWebSocket() {
            return new Way(port, id, clean, true, trusted, user, password, will);
        }

        /** The same over TLS. */
        Way trusting(Certificates server) {
            return new Way(port, id, clean, web, server, user, password, will);
        }

        Way as(String name, String secret) {
            return new Way(port, id, clean, web, trusted, name, secret, will);
        }

        Way leaving(Message last) {
            return new Way(port, id, clean, web, trusted, user, password, last);
        }
    }

    /** Whether the server knew the session. */
    boolean isPresent();

    /** Subscribes; fails unless the QoS is granted. */
    Device subscribe(String filter, int qos);

    /** Publishes, and waits for all steps of its QoS. */
    Device publish(Message message);

    /** The next message. */
    Message next();

    /** Waits until the connection has ended. */
    void awaitEnd();

    /** Says goodbye, where it is connected. */
    @Override
    void close();
}
