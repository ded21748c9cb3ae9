// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.auth.Permissions;
import io.natskit.server.router.PublisherInfo;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ConnectionInfo;
import io.natskit.wire.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who somebody is to the server, and what he may do (SY-04). */
final class UserInfo {
    private UserInfo() {}

    static void write(ClientSession client, Instant now, JsonWriter json) {
        ConnectionInfo info = ConnectionInfo.of(client);
        String user = info.user();
        json.field("user", user == null ? "" : user)
                .field("account", info.account())
                .fieldIfPresent("account_name", info.accountTag());
        PublisherInfo.Claimed claimed = info.claimed();
        json.fieldIfPresent("user_name", claimed == null ? null : claimed.nameTag());
        permissions(client.permissions(), json);
        Instant expires = client.expires();
        if (expires != null) {
            json.fieldIfNonZero("expires", Duration.between(now, expires).toSeconds() * 1_000_000_000L);
        }
    }

    private static void permissions(Permissions permissions, JsonWriter json) {
        if (permissions.areNone()) {
            return;
        }
        json.begin("permissions");
        rules("publish", permissions.publishAllowed(), permissions.publishDenied(), json);
        rules("subscribe", permissions.subscribeAllowed(), permissions.subscribeDenied(), json);
        if (permissions.responsesMax() != 0) {
            json.begin("responses")
                    .field("max", permissions.responsesMax())
                    .field("ttl", permissions.responsesNanos())
                    .end();
        }
        json.end();
    }

    private static void rules(String name, @Nullable List<String> allowed, List<String> denied, JsonWriter json) {
        json.begin(name)
                .stringsIfPresent("allow", allowed == null ? List.of() : allowed)
                .stringsIfPresent("deny", denied)
                .end();
    }
}
