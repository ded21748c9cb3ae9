// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.local.LocalPublisher;
import io.natskit.server.router.PublisherInfo;
import io.natskit.server.router.PublisherJson;
import io.natskit.wire.Nuid;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/** Tells whoever listens what was asked of the API, by whom, and what was answered. Any loop. */
final class Audit {
    private static final byte[] SUBJECT = "$JS.EVENT.ADVISORY.API".getBytes(StandardCharsets.US_ASCII);

    private final JetStreamAccount account;

    Audit(JetStreamAccount account) {
        this.account = account;
    }

    void answered(ApiRequest request, byte[] response) {
        LocalPublisher publisher = account.clients().publisher();
        if (!publisher.hasInterest(account.account(), SUBJECT)) {
            return;
        }
        JsonWriter json = new JsonWriter()
                .field("type", "io.nats.jetstream.advisory.v1.api_audit")
                .field("id", Nuid.next())
                .time("timestamp", account.now())
                .field("server", account.server().serverName());
        client(request.message().publisher(), account.server().serverName(), json);
        json.field("subject", request.subject())
                .fieldIfPresent("request", new String(request.body(), StandardCharsets.UTF_8))
                .field("response", new String(response, StandardCharsets.UTF_8))
                .fieldIfPresent("domain", account.options().domain());
        publisher.publish(account.account(), SUBJECT, json.toBytes());
    }

    /** Writes the field {@code client}. */
    static void client(@org.jspecify.annotations.Nullable PublisherInfo client, String serverName, JsonWriter json) {
        if (client == null) {
            return;
        }
        PublisherJson.write(client, serverName, json.begin("client"));
        json.end();
    }
}
