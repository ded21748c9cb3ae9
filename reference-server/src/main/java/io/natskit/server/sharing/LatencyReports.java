// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.account.Account;
import io.natskit.server.router.PublisherInfo;
import io.natskit.server.router.Subscription;
import io.natskit.wire.Nuid;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Tells an account how long requests to its service took, and which came to nothing (AC-05). On the loop whose lane is named. */
final class LatencyReports {
    private static final String TYPE = "io.nats.server.metric.v1.service_latency";
    private static final byte[] NOTHING = {};

    private final Sharing sharing;
    private final InstantSource clock;
    private final String serverName;

    /** How a request ended other than by an answer. */
    enum Failure {
        /** Nobody to answer to was named. */
        BAD_REQUEST(400, "Bad Request"),
        /** Who asked does not listen for the answer any more. */
        INTEREST_LOST(408, "Request Timeout"),
        /** Nobody took the request. */
        NOT_DELIVERED(503, "Service Unavailable"),
        /** No answer came in time. */
        TIMEOUT(504, "Service Timeout");

        private final int status;
        private final String description;

        Failure(int status, String description) {
            this.status = status;
            this.description = description;
        }
    }

    LatencyReports(Sharing sharing, InstantSource clock, String serverName) {
        this.sharing = sharing;
        this.clock = clock;
        this.serverName = serverName;
    }

    Instant now() {
        return clock.instant();
    }

    /** It was answered. */
    void answered(Account<Subscription> exporter, Measurement one, @Nullable PublisherInfo responder, int lane) {
        Instant now = now();
        long served = Math.max(0, Duration.between(one.asked(), now).toNanos());
        long requestRtt = rtt(one.requestor());
        long answerRtt = rtt(responder);
        JsonWriter json = begun(one, 200, null, now);
        client(json, "responder", responder, true);
        headers(json, one);
        json.time("start", one.sent())
                .field("service", Math.max(0, served - answerRtt))
                .field("system", 0)
                .field("total", requestRtt + served);
        send(exporter, one, json, lane);
    }

    /** It was not. */
    void failed(Account<Subscription> exporter, Measurement one, Failure failure, int lane) {
        JsonWriter json = begun(one, failure.status, failure.description, now());
        headers(json, one);
        json.time("start", one.sent()).field("service", 0).field("system", 0).field("total", 0);
        send(exporter, one, json, lane);
    }

    private JsonWriter begun(Measurement one, int status, @Nullable String description, Instant now) {
        JsonWriter json = new JsonWriter()
                .field("type", TYPE)
                .field("id", Nuid.next())
                .time("timestamp", now)
                .field("status", status)
                .fieldIfPresent("description", description);
        client(json, "requestor", one.requestor(), one.shared());
        return json;
    }

    private void client(JsonWriter json, String name, @Nullable PublisherInfo who, boolean shared) {
        if (who != null) {
            json.begin(name);
            RequestInfo.describe(json, who, shared ? serverName : null);
            json.end();
        }
    }

    private static void headers(JsonWriter json, Measurement one) {
        if (!one.headers().isEmpty()) {
            json.begin("header");
            one.headers().forEach(json::strings);
            json.end();
        }
    }

    private static long rtt(@Nullable PublisherInfo who) {
        return who == null ? 0 : who.rttNanos();
    }

    private void send(Account<Subscription> exporter, Measurement one, JsonWriter json, int lane) {
        Republisher out = sharing.republisher(lane);
        if (out != null) {
            byte[] payload = json.toBytes();
            byte[] subject = one.rule().subject().getBytes(StandardCharsets.UTF_8);
            out.publish(
                    exporter.interest(), subject, NOTHING, NOTHING, NOTHING, payload, 0, payload.length, null, null);
        }
    }
}
