// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link ConsumerInfo} in JSON: names, order and what is left out are nats-server's. */
final class ConsumerInfoJson {
    private ConsumerInfoJson() {}

    static void write(ConsumerInfoBuilder from, JsonWriter out) {
        write(from, true, out);
    }

    static void write(ConsumerInfoBuilder from, boolean withConfig, JsonWriter out) {
        out.field("stream_name", from.streamName);
        out.field("name", from.name);
        out.time("created", from.created);
        if (withConfig) {
            from.config.writeTo(out.begin("config"));
            out.end();
        }
        from.delivered.writeTo(out.begin("delivered"));
        out.end();
        from.ackFloor.writeTo(out.begin("ack_floor"));
        out.end();
        out.field("num_ack_pending", from.numAckPending);
        out.field("num_redelivered", from.numRedelivered);
        out.field("num_waiting", from.numWaiting);
        out.unsigned("num_pending", from.numPending);
        if (from.cluster != null) {
            from.cluster.writeTo(out.begin("cluster"));
            out.end();
        }
        out.fieldIfTrue("push_bound", from.pushBound);
        out.fieldIfTrue("paused", from.paused);
        out.fieldIfNonZero("pause_remaining", from.pauseRemaining);
        out.time("ts", from.timestamp);
        PriorityGroupState.writeAll("priority_groups", from.priorityGroups, out);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, ConsumerInfoBuilder to) {
        switch (in.name()) {
            case "stream_name" -> to.streamName = in.string(to.streamName);
            case "name" -> to.name = in.string(to.name);
            case "created" -> to.created = in.instant(to.created);
            case "config" -> to.config = ConsumerConfig.read(in, to.config);
            case "delivered" -> to.delivered = SequenceInfo.read(in, to.delivered);
            case "ack_floor" -> to.ackFloor = SequenceInfo.read(in, to.ackFloor);
            case "num_ack_pending" -> to.numAckPending = in.integer(to.numAckPending);
            case "num_redelivered" -> to.numRedelivered = in.integer(to.numRedelivered);
            case "num_waiting" -> to.numWaiting = in.integer(to.numWaiting);
            case "num_pending" -> to.numPending = in.uint64(to.numPending);
            case "cluster" -> to.cluster = ClusterInfo.read(in, to.cluster);
            case "push_bound" -> to.pushBound = in.bool(to.pushBound);
            case "paused" -> to.paused = in.bool(to.paused);
            case "pause_remaining" -> to.pauseRemaining = in.nanos(to.pauseRemaining);
            case "ts" -> to.timestamp = in.instant(to.timestamp);
            case "priority_groups" -> to.priorityGroups = PriorityGroupState.readAll(in, to.priorityGroups);
            default -> {
                return false;
            }
        }
        return true;
    }
}
