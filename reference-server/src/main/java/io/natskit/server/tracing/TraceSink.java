// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.tracing;

/**
 * Where finished traces go. Called on the loop that finished one.
 *
 * @param <A> an account
 */
@FunctionalInterface
public interface TraceSink<A> {
    /** Publishes a trace on a subject of an account. */
    void send(A account, String destination, MessageTrace trace);
}
