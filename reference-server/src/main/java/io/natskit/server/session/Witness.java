// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import java.time.Instant;

/** Somebody who tells others that clients come and go. Called on the client's loop, in the middle of things: it must not publish there and then. */
public interface Witness {
    /** A client has logged in. */
    void connected(ClientSession client);

    /** A client is gone. */
    void disconnected(ClientSession client, Instant stop, ClosedReason reason);

    /** Somebody was not let in; {@link #disconnected} follows. */
    void refused(ClientSession client, ClosedReason reason);

    /** As {@link #refused}, by what a service of that account has said, or has not. */
    void refusedBy(String account, ClientSession client, ClosedReason reason, String why);
}
