// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * What an account may take of JetStream, all in all or in one tier; −1 is no limit. JetStream is off where both storages are 0.
 *
 * @param memoryBytes in memory
 * @param diskBytes on disk
 * @param streams how many streams
 * @param consumers how many consumers
 * @param maxAckPending the most messages that a consumer may owe
 * @param memoryMaxStreamBytes the largest stream in memory; 0 for no limit
 * @param diskMaxStreamBytes the largest stream on disk; 0 for no limit
 * @param maxBytesRequired whether each stream must name its largest size
 */
public record JetStreamLimits(
        long memoryBytes,
        long diskBytes,
        long streams,
        long consumers,
        long maxAckPending,
        long memoryMaxStreamBytes,
        long diskMaxStreamBytes,
        boolean maxBytesRequired) {
    /** Off. */
    public static final JetStreamLimits OFF = new JetStreamLimits(0, 0, 0, 0, 0, 0, 0, false);
    /** On, without limits. */
    public static final JetStreamLimits UNLIMITED = new JetStreamLimits(-1, -1, -1, -1, 0, 0, 0, false);

    /** Whether JetStream is on. */
    public boolean isEnabled() {
        return memoryBytes != 0 || diskBytes != 0;
    }

    void writeFields(JsonWriter out) {
        out.fieldIfNonZero("mem_storage", memoryBytes)
                .fieldIfNonZero("disk_storage", diskBytes)
                .fieldIfNonZero("streams", streams)
                .fieldIfNonZero("consumer", consumers)
                .fieldIfNonZero("max_ack_pending", maxAckPending)
                .fieldIfNonZero("mem_max_stream_bytes", memoryMaxStreamBytes)
                .fieldIfNonZero("disk_max_stream_bytes", diskMaxStreamBytes)
                .fieldIfTrue("max_bytes_required", maxBytesRequired);
    }

    /** The fields while they are read. */
    static final class Fields {
        private long memory;
        private long disk;
        private long streams;
        private long consumers;
        private long maxAckPending;
        private long memoryStream;
        private long diskStream;
        private boolean bytesRequired;

        /** False if the field at hand is none of these. */
        boolean read(StructReader in) {
            switch (in.name()) {
                case "mem_storage" -> memory = in.int64(memory);
                case "disk_storage" -> disk = in.int64(disk);
                case "streams" -> streams = in.int64(streams);
                case "consumer" -> consumers = in.int64(consumers);
                case "max_ack_pending" -> maxAckPending = in.int64(maxAckPending);
                case "mem_max_stream_bytes" -> memoryStream = in.int64(memoryStream);
                case "disk_max_stream_bytes" -> diskStream = in.int64(diskStream);
                case "max_bytes_required" -> bytesRequired = in.bool(bytesRequired);
                default -> {
                    return false;
                }
            }
            return true;
        }

        JetStreamLimits limits() {
            return new JetStreamLimits(
                    memory, disk, streams, consumers, maxAckPending, memoryStream, diskStream, bytesRequired);
        }
    }
}
