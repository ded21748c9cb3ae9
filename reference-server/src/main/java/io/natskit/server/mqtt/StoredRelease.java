// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.mqtt.Unacknowledged.Had;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A release that waits in its stream for its PUBCOMP.
 *
 * @param identifier the packet's
 * @param of what it releases
 */
record StoredRelease(int identifier, Had of) {
    /** What the header of a stored message says; null if it is no release. */
    static @Nullable StoredRelease read(byte[] header) {
        String number = HeaderBlock.text(header, Names.RELEASED);
        int identifier = number == null ? 0 : number(number);
        if (identifier == 0) {
            return null;
        }
        String of = HeaderBlock.text(header, Names.RELEASED_OF);
        String id = HeaderBlock.text(header, Names.RELEASED_ID);
        return new StoredRelease(
                identifier, of == null || id == null ? Had.NOBODY_KNOWS : new Had(id, Names.bytes(of)));
    }

    private static int number(String text) {
        try {
            int value = Integer.parseInt(text);
            return value > 0 && value <= 0xFFFF ? value : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Has a session that comes from its record learn which messages its client has had: a server that died had told it to release them, and they must
     * not go out again, whatever comes first. On the loop of {@code requests}.
     */
    static CompletableFuture<MqttSession> recall(Requests requests, MqttSession session) {
        if (!session.recalls() || session.releases() == null) {
            return CompletableFuture.completedFuture(session);
        }
        CompletableFuture<MqttSession> all = new CompletableFuture<>();
        recall(requests, session, 1, all);
        return all;
    }

    private static void recall(Requests requests, MqttSession session, long from, CompletableFuture<MqttSession> all) {
        byte[] body = new JsonWriter()
                .field("seq", from)
                .field("next_by_subj", Names.RELEASE_SUBJECT + session.hash())
                .toBytes();
        requests.ask("STREAM.MSG.GET." + Names.OUT, body).whenComplete((answer, failure) -> {
            JsonObject message = answer == null ? null : answer.object("message");
            if (message != null) {
                StoredRelease release = read(RetainedMessages.binary(message, "hdrs"));
                if (release != null) {
                    session.unacknowledged().finished(release.of());
                }
                recall(requests, session, message.integer("seq", from) + 1, all);
            } else if (failure == null || Streams.isError(failure, JetStreamError.NO_MESSAGE_FOUND)) {
                session.recalled();
                all.complete(session);
            } else {
                all.completeExceptionally(
                        new RequestFailedException("loading releases: " + MqttAccount.reason(failure)));
            }
        });
    }
}
