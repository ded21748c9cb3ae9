// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.differential;

import java.util.List;

/** One step of a run; the same at both servers. */
sealed interface Operation {
    /** A request to the API, or any other that has one answer.
     *
     *  @param subject where to
     *  @param payload JSON, or empty
     *  @param settles the stream, or stream and consumer with a dot between them, whose state must be alike afterwards; or empty
     *  @param lasting whether the answer may lag behind what was done before, so that it is asked for again until it is alike
     */
    record Request(String subject, String payload, String settles, boolean lasting) implements Operation {}

    /** A message to a stream, acknowledged by it. Headers as they are written on the wire, or empty. */
    record Publish(String subject, String headers, String payload) implements Operation {}

    /** Several publishes of one atomic batch; all are answered. */
    record Batch(List<Publish> messages) implements Operation {}

    /** A pull that does not wait. */
    record Pull(String stream, String consumer, int batch, boolean acknowledged) implements Operation {}

    /** An acknowledgement of the message that was delivered as number {@code index} of those that still wait. */
    record Ack(int index, String payload) implements Operation {}
}
