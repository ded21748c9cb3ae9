// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamOptions;

/** Where the API meets the engine. */
public final class Front {
    private Front() {}

    /** See {@link JetStream#on(Connection, java.util.function.Consumer)}. */
    public static JetStream on(Connection connection, JetStreamOptions options) {
        return new BlockingJetStream(new Engine(Context.of(connection, options)));
    }
}
