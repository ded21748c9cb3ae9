// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link ConsumerConfig} in JSON: names, order and what is left out are nats-server's. */
final class ConsumerConfigJson {
    private ConsumerConfigJson() {}

    static void write(ConsumerConfigBuilder from, JsonWriter out) {
        out.fieldIfPresent("durable_name", from.durable);
        out.fieldIfPresent("name", from.name);
        out.fieldIfPresent("description", from.description);
        out.field("deliver_policy", from.deliverPolicy.json());
        out.unsignedIfNonZero("opt_start_seq", from.startSequence);
        out.timeIfPresent("opt_start_time", from.startTime);
        out.field("ack_policy", from.ackPolicy.json());
        out.fieldIfNonZero("ack_wait", from.ackWait);
        out.fieldIfNonZero("max_deliver", from.maxDeliver);
        out.numbersIfPresent("backoff", from.backoff);
        out.fieldIfPresent("filter_subject", from.filterSubject);
        out.stringsIfPresent("filter_subjects", from.filterSubjects);
        out.field("replay_policy", from.replayPolicy.json());
        out.unsignedIfNonZero("rate_limit_bps", from.rateLimit);
        out.fieldIfPresent("sample_freq", from.sampleFrequency);
        out.fieldIfNonZero("max_waiting", from.maxWaiting);
        out.fieldIfNonZero("max_ack_pending", from.maxAckPending);
        out.fieldIfTrue("flow_control", from.flowControl);
        out.fieldIfTrue("headers_only", from.headersOnly);
        out.fieldIfNonZero("max_batch", from.maxBatch);
        out.fieldIfNonZero("max_expires", from.maxExpires);
        out.fieldIfNonZero("max_bytes", from.maxBytes);
        out.fieldIfPresent("deliver_subject", from.deliverSubject);
        out.fieldIfPresent("deliver_group", from.deliverGroup);
        out.fieldIfNonZero("idle_heartbeat", from.idleHeartbeat);
        out.fieldIfNonZero("inactive_threshold", from.inactiveThreshold);
        out.field("num_replicas", from.replicas);
        out.fieldIfTrue("mem_storage", from.memoryStorage);
        out.fieldIfTrue("direct", from.direct);
        out.fieldIfTrue("sourcing", from.sourcing);
        out.stringMapIfPresent("metadata", from.metadata);
        out.timeIfPresent("pause_until", from.pauseUntil);
        out.stringsIfPresent("priority_groups", from.priorityGroups);
        if (from.priorityPolicy != PriorityPolicy.NONE) {
            out.field("priority_policy", from.priorityPolicy.json());
        }
        out.fieldIfNonZero("priority_timeout", from.priorityTimeout);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, ConsumerConfigBuilder to) {
        switch (in.name()) {
            case "durable_name" -> to.durable = in.string(to.durable);
            case "name" -> to.name = in.string(to.name);
            case "description" -> to.description = in.string(to.description);
            case "deliver_policy" -> to.deliverPolicy = DeliverPolicy.read(in, to.deliverPolicy);
            case "opt_start_seq" -> to.startSequence = in.uint64(to.startSequence);
            case "opt_start_time" -> to.startTime = in.optionalTime(to.startTime);
            case "ack_policy" -> to.ackPolicy = AckPolicy.read(in, to.ackPolicy);
            case "ack_wait" -> to.ackWait = in.nanos(to.ackWait);
            case "max_deliver" -> to.maxDeliver = in.integer(to.maxDeliver);
            case "backoff" -> to.backoff = in.nanosList(to.backoff);
            case "filter_subject" -> to.filterSubject = in.string(to.filterSubject);
            case "filter_subjects" -> to.filterSubjects = in.strings(to.filterSubjects);
            case "replay_policy" -> to.replayPolicy = ReplayPolicy.read(in, to.replayPolicy);
            case "rate_limit_bps" -> to.rateLimit = in.uint64(to.rateLimit);
            case "sample_freq" -> to.sampleFrequency = in.string(to.sampleFrequency);
            case "max_waiting" -> to.maxWaiting = in.integer(to.maxWaiting);
            case "max_ack_pending" -> to.maxAckPending = in.integer(to.maxAckPending);
            case "flow_control" -> to.flowControl = in.bool(to.flowControl);
            case "headers_only" -> to.headersOnly = in.bool(to.headersOnly);
            case "max_batch" -> to.maxBatch = in.integer(to.maxBatch);
            case "max_expires" -> to.maxExpires = in.nanos(to.maxExpires);
            case "max_bytes" -> to.maxBytes = in.integer(to.maxBytes);
            case "deliver_subject" -> to.deliverSubject = in.string(to.deliverSubject);
            case "deliver_group" -> to.deliverGroup = in.string(to.deliverGroup);
            case "idle_heartbeat" -> to.idleHeartbeat = in.nanos(to.idleHeartbeat);
            case "inactive_threshold" -> to.inactiveThreshold = in.nanos(to.inactiveThreshold);
            case "num_replicas" -> to.replicas = in.integer(to.replicas);
            case "mem_storage" -> to.memoryStorage = in.bool(to.memoryStorage);
            case "direct" -> to.direct = in.bool(to.direct);
            case "sourcing" -> to.sourcing = in.bool(to.sourcing);
            case "metadata" -> to.metadata = in.stringMap(to.metadata);
            case "pause_until" -> to.pauseUntil = in.optionalTime(to.pauseUntil);
            case "priority_groups" -> to.priorityGroups = in.strings(to.priorityGroups);
            case "priority_policy" -> to.priorityPolicy = PriorityPolicy.read(in, to.priorityPolicy);
            case "priority_timeout" -> to.priorityTimeout = in.nanos(to.priorityTimeout);
            default -> {
                return false;
            }
        }
        return true;
    }
}
