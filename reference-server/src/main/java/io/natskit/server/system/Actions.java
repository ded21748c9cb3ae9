// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import org.jspecify.annotations.Nullable;

/** What the system account may have the server do. Any thread but a loop. Each says what went wrong, or null. */
public interface Actions {
    /** Closes a client. */
    @Nullable
    String kick(long clientId);

    /** Tells a client that it had better look for another server. */
    @Nullable
    String lameDuck(long clientId);

    /** Reads the configuration again. */
    @Nullable
    String reload();
}
