// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import io.natskit.client.Connection;
import io.natskit.client.service.Services;
import io.natskit.jetstream.JetStream;
import io.natskit.kv.KeyValue;
import io.natskit.objectstore.ObjectStores;
import java.time.Duration;

/**
 * A connection for one command, with what stands on it.
 *
 * @param connection the connection
 * @param jetStream JetStream in the domain that was asked for
 * @param timeout how long to wait for an answer
 */
public record Session(Connection connection, JetStream jetStream, Duration timeout) implements AutoCloseable {
    /** Its key-value buckets. */
    public KeyValue keyValue() {
        return KeyValue.on(jetStream);
    }

    /** Its object stores. */
    public ObjectStores objectStores() {
        return ObjectStores.on(jetStream);
    }

    /** The services that can be reached. */
    public Services services() {
        return Services.on(connection);
    }

    @Override
    public void close() {
        connection.close();
    }
}
