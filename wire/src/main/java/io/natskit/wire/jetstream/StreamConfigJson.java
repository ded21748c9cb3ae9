// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link StreamConfig} in JSON: names, order and what is left out are nats-server's. */
final class StreamConfigJson {
    private StreamConfigJson() {}

    static void write(StreamConfigBuilder from, JsonWriter out) {
        out.field("name", from.name);
        out.fieldIfPresent("description", from.description);
        out.stringsIfPresent("subjects", from.subjects);
        out.field("retention", from.retention.json());
        out.field("max_consumers", from.maxConsumers);
        out.field("max_msgs", from.maxMessages);
        out.field("max_bytes", from.maxBytes);
        out.field("max_age", from.maxAge);
        out.field("max_msgs_per_subject", from.maxMessagesPerSubject);
        out.fieldIfNonZero("max_msg_size", from.maxMessageSize);
        out.field("discard", from.discard.json());
        out.field("storage", from.storage.json());
        out.field("num_replicas", from.replicas);
        out.fieldIfTrue("no_ack", from.noAck);
        out.fieldIfNonZero("duplicate_window", from.duplicateWindow);
        if (from.placement != null) {
            from.placement.writeTo(out.begin("placement"));
            out.end();
        }
        if (from.mirror != null) {
            from.mirror.writeTo(out.begin("mirror"));
            out.end();
        }
        StreamSource.writeAll("sources", from.sources, out);
        out.field("compression", from.compression.json());
        out.unsignedIfNonZero("first_seq", from.firstSequence);
        if (from.subjectTransform != null) {
            from.subjectTransform.writeTo(out.begin("subject_transform"));
            out.end();
        }
        if (from.republish != null) {
            from.republish.writeTo(out.begin("republish"));
            out.end();
        }
        out.field("allow_direct", from.allowDirect);
        out.field("mirror_direct", from.mirrorDirect);
        out.fieldIfTrue("discard_new_per_subject", from.discardNewPerSubject);
        out.field("sealed", from.sealed);
        out.field("deny_delete", from.denyDelete);
        out.field("deny_purge", from.denyPurge);
        out.field("allow_rollup_hdrs", from.allowRollup);
        from.consumerLimits.writeTo(out.begin("consumer_limits"));
        out.end();
        out.field("allow_msg_ttl", from.allowMessageTtl);
        out.fieldIfNonZero("subject_delete_marker_ttl", from.subjectDeleteMarkerTtl);
        out.fieldIfTrue("allow_msg_counter", from.allowMessageCounter);
        out.fieldIfTrue("allow_atomic", from.allowAtomicPublish);
        out.fieldIfTrue("allow_msg_schedules", from.allowMessageSchedules);
        if (from.persistMode != PersistMode.DEFAULT) {
            out.field("persist_mode", from.persistMode.json());
        }
        out.fieldIfTrue("allow_batched", from.allowBatchPublish);
        out.stringMapIfPresent("metadata", from.metadata);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, StreamConfigBuilder to) {
        switch (in.name()) {
            case "name" -> to.name = in.string(to.name);
            case "description" -> to.description = in.string(to.description);
            case "subjects" -> to.subjects = in.strings(to.subjects);
            case "retention" -> to.retention = RetentionPolicy.read(in, to.retention);
            case "max_consumers" -> to.maxConsumers = in.integer(to.maxConsumers);
            case "max_msgs" -> to.maxMessages = in.int64(to.maxMessages);
            case "max_bytes" -> to.maxBytes = in.int64(to.maxBytes);
            case "max_age" -> to.maxAge = in.nanos(to.maxAge);
            case "max_msgs_per_subject" -> to.maxMessagesPerSubject = in.int64(to.maxMessagesPerSubject);
            case "max_msg_size" -> to.maxMessageSize = in.int32(to.maxMessageSize);
            case "discard" -> to.discard = DiscardPolicy.read(in, to.discard);
            case "storage" -> to.storage = StorageType.read(in, to.storage);
            case "num_replicas" -> to.replicas = in.integer(to.replicas);
            case "no_ack" -> to.noAck = in.bool(to.noAck);
            case "duplicate_window" -> to.duplicateWindow = in.nanos(to.duplicateWindow);
            case "placement" -> to.placement = Placement.read(in, to.placement);
            case "mirror" -> to.mirror = StreamSource.read(in, to.mirror);
            case "sources" -> to.sources = StreamSource.readAll(in, to.sources);
            case "compression" -> to.compression = Compression.read(in, to.compression);
            case "first_seq" -> to.firstSequence = in.uint64(to.firstSequence);
            case "subject_transform" -> to.subjectTransform = SubjectTransformConfig.read(in, to.subjectTransform);
            case "republish" -> to.republish = Republish.read(in, to.republish);
            case "allow_direct" -> to.allowDirect = in.bool(to.allowDirect);
            case "mirror_direct" -> to.mirrorDirect = in.bool(to.mirrorDirect);
            case "discard_new_per_subject" -> to.discardNewPerSubject = in.bool(to.discardNewPerSubject);
            case "sealed" -> to.sealed = in.bool(to.sealed);
            case "deny_delete" -> to.denyDelete = in.bool(to.denyDelete);
            case "deny_purge" -> to.denyPurge = in.bool(to.denyPurge);
            case "allow_rollup_hdrs" -> to.allowRollup = in.bool(to.allowRollup);
            case "consumer_limits" -> to.consumerLimits = ConsumerLimits.read(in, to.consumerLimits);
            case "allow_msg_ttl" -> to.allowMessageTtl = in.bool(to.allowMessageTtl);
            case "subject_delete_marker_ttl" -> to.subjectDeleteMarkerTtl = in.nanos(to.subjectDeleteMarkerTtl);
            case "allow_msg_counter" -> to.allowMessageCounter = in.bool(to.allowMessageCounter);
            case "allow_atomic" -> to.allowAtomicPublish = in.bool(to.allowAtomicPublish);
            case "allow_msg_schedules" -> to.allowMessageSchedules = in.bool(to.allowMessageSchedules);
            case "persist_mode" -> to.persistMode = PersistMode.read(in, to.persistMode);
            case "allow_batched" -> to.allowBatchPublish = in.bool(to.allowBatchPublish);
            case "metadata" -> to.metadata = in.stringMap(to.metadata);
            default -> {
                return false;
            }
        }
        return true;
    }
}
