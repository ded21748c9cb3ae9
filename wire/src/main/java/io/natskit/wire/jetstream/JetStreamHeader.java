// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import java.nio.charset.StandardCharsets;

/** The names of the headers that JetStream reads and writes, as texts and as bytes. */
public enum JetStreamHeader {
    MSG_ID("Nats-Msg-Id"),
    EXPECTED_STREAM("Nats-Expected-Stream"),
    EXPECTED_LAST_SEQUENCE("Nats-Expected-Last-Sequence"),
    EXPECTED_LAST_SUBJECT_SEQUENCE("Nats-Expected-Last-Subject-Sequence"),
    EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT("Nats-Expected-Last-Subject-Sequence-Subject"),
    EXPECTED_LAST_MSG_ID("Nats-Expected-Last-Msg-Id"),
    STREAM_SOURCE("Nats-Stream-Source"),
    LAST_CONSUMER("Nats-Last-Consumer"),
    LAST_STREAM("Nats-Last-Stream"),
    CONSUMER_STALLED("Nats-Consumer-Stalled"),
    ROLLUP("Nats-Rollup"),
    MSG_SIZE("Nats-Msg-Size"),
    RESPONSE_TYPE("Nats-Response-Type"),
    TTL("Nats-TTL"),
    MARKER_REASON("Nats-Marker-Reason"),
    INCR("Nats-Incr"),
    COUNTER_SOURCES("Nats-Counter-Sources"),
    BATCH_ID("Nats-Batch-Id"),
    BATCH_SEQUENCE("Nats-Batch-Sequence"),
    BATCH_COMMIT("Nats-Batch-Commit"),
    SCHEDULE("Nats-Schedule"),
    SCHEDULE_TIME_ZONE("Nats-Schedule-Time-Zone"),
    SCHEDULE_TTL("Nats-Schedule-TTL"),
    SCHEDULE_ROLLUP("Nats-Schedule-Rollup"),
    SCHEDULE_TARGET("Nats-Schedule-Target"),
    SCHEDULE_SOURCE("Nats-Schedule-Source"),
    SCHEDULER("Nats-Scheduler"),
    SCHEDULE_NEXT("Nats-Schedule-Next"),
    STREAM("Nats-Stream"),
    SEQUENCE("Nats-Sequence"),
    TIME_STAMP("Nats-Time-Stamp"),
    SUBJECT("Nats-Subject"),
    LAST_SEQUENCE("Nats-Last-Sequence"),
    NUM_PENDING("Nats-Num-Pending"),
    UP_TO_SEQUENCE("Nats-UpTo-Sequence"),
    PENDING_MESSAGES("Nats-Pending-Messages"),
    PENDING_BYTES("Nats-Pending-Bytes"),
    PIN_ID("Nats-Pin-Id"),
    REQUIRED_API_LEVEL("Nats-Required-Api-Level"),
    STREAM_IDENTITY("Nats-Stream-Identity");

    private final String text;
    private final byte[] bytes;

    JetStreamHeader(String text) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The name. */
    public String text() {
        return text;
    }

    /** The name in ASCII, as a copy: take it once and keep it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether {@code src[from…to)} is the name, in this very case. */
    public boolean is(byte[] src, int from, int to) {
        return java.util.Arrays.equals(src, from, to, bytes, 0, bytes.length);
    }

    /** Writes the name at {@code dst[at…]} and returns where it ends. */
    public int write(byte[] dst, int at) {
        System.arraycopy(bytes, 0, dst, at, bytes.length);
        return at + bytes.length;
    }

    /** The name, so that a header is set by {@code headers.set(MSG_ID.text(), id)} and printed as it travels. */
    @Override
    public String toString() {
        return text;
    }
}
