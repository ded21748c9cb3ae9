// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What never changes about a consumer.
 *
 * @param account the name of its account
 * @param stream the name of its stream
 * @param name its own name
 * @param domain the JetStream domain of the server, null for none
 * @param created when it was made
 * @param retained whether its stream keeps messages only while some consumer needs them
 * @param inMemory whether its state does not outlive the server
 * @param burstBytes how many bytes a rate limit lets through at once
 */
record ConsumerIdentity(
        String account,
        String stream,
        String name,
        @Nullable String domain,
        Instant created,
        boolean retained,
        boolean inMemory,
        long burstBytes) {

    AckReply ackReply() {
        return AckReply.old(stream, name);
    }

    /** What the subjects of answers to flow control begin with. */
    String flowPrefix() {
        return "$JS.FC." + stream + "." + name + ".";
    }

    Notices notices(Surroundings around) {
        return new Notices(around, account, stream, name, domain);
    }
}
