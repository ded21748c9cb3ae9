// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.config.ConnectionType;
import io.natskit.server.protocol.ConnectOptions;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A client that came by another door than the client port: what that door knows of it, and wants to know. Called on the client's loop. */
public interface Visitor {
    /** The kind of door. */
    ConnectionType connectionType();

    /** How its number is called in log lines. */
    String idWord();

    /** The address that a proxy says it comes from, or null. */
    @Nullable
    String forwardedFor();

    /** What it said in CONNECT, with what the door knows in place of what it left out. */
    ConnectOptions completed(ConnectOptions said);

    /** The TLS session that was agreed at the door, or null. */
    @Nullable
    SSLSession secured();

    /** What it speaks there, or null for NATS' own lines. Called while the session is made: to be kept, not yet to be used. */
    default @Nullable Language language(ClientSession session) {
        return null;
    }

    /** The session ends for that reason; bytes that were sent before may still be on their way. */
    void leaves(ClosedReason reason);
}
