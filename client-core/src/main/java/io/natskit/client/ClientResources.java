// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.util.concurrent.Executor;

/**
 * Threads that connections share: reading loops, timer, callback executor. Made by {@link io.natskit.Nats#resources}, given to
 * {@link Options.Builder#resources}, and closed by whoever made it, after its connections. A connection that is given none has its own and closes them
 * itself. Not for implementation by users.
 */
public interface ClientResources extends AutoCloseable {

    /** Connections that use it now. */
    int connections();

    /** Where handlers and dependent stages run. */
    Executor callbackExecutor();

    /** Closes the connections that still use it, then its threads; waits until they are gone. An executor given by the user stays. Idempotent. */
    @Override
    void close();
}
