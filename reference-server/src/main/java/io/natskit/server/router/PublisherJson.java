// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.router;

import io.natskit.wire.json.JsonWriter;

/** Who sent a message, as others are told of him: services and advisories. */
public final class PublisherJson {
    private PublisherJson() {}

    /** Writes the account and how far away he is: what is told of everybody. */
    public static void writeBrief(PublisherInfo who, JsonWriter json) {
        json.field("acc", who.account()).fieldIfNonZero("rtt", who.rttNanos());
    }

    /** Writes all but the token: what an advisory tells. */
    public static void write(PublisherInfo who, String server, JsonWriter json) {
        write(who, server, false, json);
    }

    /** Writes all, as to a service that he shares it with. */
    public static void writeShared(PublisherInfo who, String server, JsonWriter json) {
        write(who, server, true, json);
    }

    private static void write(PublisherInfo who, String server, boolean withToken, JsonWriter json) {
        json.time("start", who.started())
                .fieldIfPresent("host", who.host())
                .field("id", who.id())
                .field("acc", who.account())
                .fieldIfPresent("user", who.user())
                .fieldIfPresent("name", who.name())
                .fieldIfPresent("lang", who.language())
                .fieldIfPresent("ver", who.version())
                .fieldIfNonZero("rtt", who.rttNanos())
                .fieldIfPresent("server", server);
        PublisherInfo.Claimed claimed = who.claimed();
        if (claimed != null) {
            json.fieldIfPresent("jwt", withToken ? claimed.jwt() : null)
                    .fieldIfPresent("issuer_key", claimed.issuerKey())
                    .fieldIfPresent("name_tag", claimed.nameTag())
                    .stringsIfPresent("tags", claimed.tags());
        }
        json.field("kind", "Client").field("client_type", who.clientType());
    }
}
