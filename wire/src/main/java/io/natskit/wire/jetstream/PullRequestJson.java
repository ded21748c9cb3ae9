// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link PullRequest} in JSON: names, order and what is left out are nats-server's. */
final class PullRequestJson {
    private PullRequestJson() {}

    static void write(PullRequestBuilder from, JsonWriter out) {
        out.fieldIfNonZero("expires", from.expires);
        out.fieldIfNonZero("batch", from.batch);
        out.fieldIfNonZero("max_bytes", from.maxBytes);
        out.fieldIfTrue("no_wait", from.noWait);
        out.fieldIfNonZero("idle_heartbeat", from.idleHeartbeat);
        out.fieldIfPresent("group", from.group);
        out.fieldIfNonZero("min_pending", from.minPending);
        out.fieldIfNonZero("min_ack_pending", from.minAckPending);
        out.fieldIfPresent("id", from.id);
        out.fieldIfNonZero("priority", from.priority);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, PullRequestBuilder to) {
        switch (in.name()) {
            case "expires" -> to.expires = in.nanos(to.expires);
            case "batch" -> to.batch = in.integer(to.batch);
            case "max_bytes" -> to.maxBytes = in.integer(to.maxBytes);
            case "no_wait" -> to.noWait = in.bool(to.noWait);
            case "idle_heartbeat" -> to.idleHeartbeat = in.nanos(to.idleHeartbeat);
            case "group" -> to.group = in.string(to.group);
            case "min_pending" -> to.minPending = in.int64(to.minPending);
            case "min_ack_pending" -> to.minAckPending = in.int64(to.minAckPending);
            case "id" -> to.id = in.string(to.id);
            case "priority" -> to.priority = in.integer(to.priority);
            default -> {
                return false;
            }
        }
        return true;
    }
}
