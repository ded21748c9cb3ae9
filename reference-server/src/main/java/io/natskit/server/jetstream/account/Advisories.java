// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import io.natskit.server.local.LocalPublisher;
import io.natskit.wire.Nuid;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What happened, told to whoever listens in the account, and made only then. On any loop. */
public final class Advisories {
    private static final String PREFIX = "$JS.EVENT.ADVISORY.";

    private final JetStreamAccount account;

    Advisories(JetStreamAccount account) {
        this.account = account;
    }

    /** A stream was made, changed or ended: {@code create}, {@code modify} or {@code delete}. */
    public void stream(String name, String action) {
        String word = switch (action) {
            case "create" -> "CREATED";
            case "delete" -> "DELETED";
            default -> "UPDATED";
        };
        publish(
                "STREAM." + word + "." + name,
                "stream_action",
                json -> json.field("stream", name).field("action", action));
    }

    /**
     * Publishes an advisory below {@code $JS.EVENT.ADVISORY}.
     *
     * @param subject the tokens behind that
     * @param type the last part of its {@code type}
     * @param fields writes what follows type, id and timestamp; the domain comes last
     */
    public void publish(String subject, String type, Consumer<JsonWriter> fields) {
        publishAs(PREFIX + subject, "io.nats.jetstream.advisory.v1." + type, fields);
    }

    /** Publishes an event of any kind: its whole subject and whole {@code type}. */
    public void publishAs(String subject, String type, Consumer<JsonWriter> fields) {
        LocalPublisher publisher = account.clients().publisher();
        byte[] to = subject.getBytes(StandardCharsets.UTF_8);
        if (!publisher.hasInterest(account.account(), to)) {
            return;
        }
        JsonWriter json =
                new JsonWriter().field("type", type).field("id", Nuid.next()).time("timestamp", account.now());
        fields.accept(json);
        json.fieldIfPresent("domain", account.options().domain());
        publisher.publish(account.account(), to, json.toBytes());
    }
}
