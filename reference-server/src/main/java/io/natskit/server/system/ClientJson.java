// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.router.PublisherInfo;
import io.natskit.server.session.ConnectionInfo;
import io.natskit.wire.json.JsonWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A client as events show it. */
final class ClientJson {
    private ClientJson() {}

    /** Writes what is in the object; {@code stop} is null for one who has just come. */
    static void write(ConnectionInfo info, @Nullable Instant stop, JsonWriter json) {
        json.time("start", info.start())
                .fieldIfPresent("host", info.host())
                .field("id", info.id())
                .field("acc", info.account())
                .fieldIfPresent("user", info.user())
                .fieldIfPresent("name", info.name())
                .fieldIfPresent("lang", info.language())
                .fieldIfPresent("ver", info.version());
        if (stop != null) {
            json.fieldIfNonZero("rtt", info.rttNanos()).time("stop", stop);
        }
        PublisherInfo.Claimed claimed = info.claimed();
        if (claimed != null) {
            json.fieldIfPresent("jwt", claimed.jwt()).fieldIfPresent("issuer_key", claimed.issuerKey());
        }
        json.fieldIfPresent("name_tag", info.accountTag());
        if (claimed != null) {
            json.stringsIfPresent("tags", claimed.tags());
        }
        json.field("kind", "Client")
                .field("client_type", info.clientType())
                .fieldIfPresent("client_id", info.mqttClient());
    }
}
