// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

/** Handles the messages of a consumer. */
@FunctionalInterface
public interface JetStreamHandler {
    /** Handles a message and answers it. What it throws is reported; the message stays unanswered and comes again after its ack wait. */
    void onMessage(JetStreamMessage message) throws Exception;
}
