// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.stream.StableHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What never changes about a consumer.
 *
 * @param account the name of its account
 * @param stream the name of its stream
 * @param name its own name
 * @param domain the JetStream domain of the server, null for none
 * @param newForm whether its acknowledgements and flow control go by subjects with domain and account
 * @param created when it was made
 * @param retained whether its stream has kept messages only while some consumer needs them from its beginning on
 * @param inMemory whether its state does not outlive the server
 * @param burstBytes how many bytes a rate limit lets through at once
 */
record ConsumerIdentity(
        String account,
        String stream,
        String name,
        @Nullable String domain,
        boolean newForm,
        Instant created,
        boolean retained,
        boolean inMemory,
        long burstBytes) {

    AckReply ackReply() {
        return newForm
                ? AckReply.withAccount(place(), StableHash.of(account), stream, name)
                : AckReply.old(stream, name);
    }

    /** What the subjects of answers to flow control begin with. */
    String flowPrefix() {
        String names = stream + "." + name + ".";
        return newForm ? "$JS.FC." + place() + "." + StableHash.of(account) + "." + names : "$JS.FC." + names;
    }

    private String place() {
        return domain == null ? "_" : domain;
    }

    Notices notices(Surroundings around) {
        return new Notices(around, account, stream, name, domain);
    }
}
