// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.reload;

/** What a change can ask of a running server beside having the new options in force. Called in the order of the changes. */
public interface RunningParts {
    /** Ends connections, whichever, until there are no more than these. */
    void endSurplus(int maxConnections);

    /** Starts or ends JetStream, after accounts and clients are what they are to be. */
    void jetStream(boolean on);
}
