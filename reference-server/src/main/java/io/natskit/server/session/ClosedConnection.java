// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.protocol.ConnectOptions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is remembered of a connection that ended. */
public record ClosedConnection(
        long id,
        @Nullable String host,
        int port,
        Instant start,
        Instant stop,
        ClosedReason reason,
        @Nullable String name,
        @Nullable String lang,
        @Nullable String version,
        @Nullable String user,
        String account,
        long inMessages,
        long inBytes,
        long outMessages,
        long outBytes,
        int subscriptions) {
    static ClosedConnection of(ClientSession session, ClosedReason reason, int subscriptions) {
        ConnectOptions said = session.options();
        return new ClosedConnection(
                session.id(),
                session.host(),
                session.port(),
                session.started(),
                session.context().wallClock().instant(),
                reason,
                said.name(),
                said.lang(),
                said.version(),
                session.user(),
                session.account().name(),
                session.inMessages(),
                session.inBytes(),
                session.output().messages(),
                session.output().payloadBytes(),
                subscriptions);
    }
}
