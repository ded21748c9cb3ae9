// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import java.nio.charset.StandardCharsets;

/** The headers that a stream reads or writes. */
public final class HeaderNames {
    /** Names a message, so that a second copy of it is recognised. */
    public static final byte[] MSG_ID = bytes("Nats-Msg-Id");
    /** The stream that the publisher means. */
    public static final byte[] EXPECTED_STREAM = bytes("Nats-Expected-Stream");
    /** The sequence that must be the stream's last. */
    public static final byte[] EXPECTED_LAST_SEQUENCE = bytes("Nats-Expected-Last-Sequence");
    /** The sequence that must be the subject's last. */
    public static final byte[] EXPECTED_LAST_SUBJECT_SEQUENCE = bytes("Nats-Expected-Last-Subject-Sequence");
    /** Another subject to look at for {@link #EXPECTED_LAST_SUBJECT_SEQUENCE}. */
    public static final byte[] EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT =
            bytes("Nats-Expected-Last-Subject-Sequence-Subject");
    /** The message id that must be the stream's last. */
    public static final byte[] EXPECTED_LAST_MSG_ID = bytes("Nats-Expected-Last-Msg-Id");
    /** What the message takes the place of. */
    public static final byte[] ROLLUP = bytes("Nats-Rollup");
    /** How long the message lives. */
    public static final byte[] TTL = bytes("Nats-TTL");
    /** Why a marker was left. */
    public static final byte[] MARKER_REASON = bytes("Nats-Marker-Reason");
    /** What a counter is raised by. */
    public static final byte[] INCR = bytes("Nats-Incr");
    /** What a sourced counter has from each source. */
    public static final byte[] COUNTER_SOURCES = bytes("Nats-Counter-Sources");
    /** Where a sourced message comes from. */
    public static final byte[] STREAM_SOURCE = bytes("Nats-Stream-Source");
    /** Names an atomic batch. */
    public static final byte[] BATCH_ID = bytes("Nats-Batch-Id");
    /** The place in an atomic batch. */
    public static final byte[] BATCH_SEQUENCE = bytes("Nats-Batch-Sequence");
    /** Ends an atomic batch. */
    public static final byte[] BATCH_COMMIT = bytes("Nats-Batch-Commit");
    /** When a schedule fires. */
    public static final byte[] SCHEDULE = bytes("Nats-Schedule");
    /** The TTL of what a schedule makes. */
    public static final byte[] SCHEDULE_TTL = bytes("Nats-Schedule-TTL");
    /** Where a schedule publishes to. */
    public static final byte[] SCHEDULE_TARGET = bytes("Nats-Schedule-Target");
    /** Where a schedule takes its message from. */
    public static final byte[] SCHEDULE_SOURCE = bytes("Nats-Schedule-Source");
    /** The rollup of what a schedule makes. */
    public static final byte[] SCHEDULE_ROLLUP = bytes("Nats-Schedule-Rollup");
    /** The time zone of a schedule. */
    public static final byte[] SCHEDULE_TIME_ZONE = bytes("Nats-Schedule-Time-Zone");
    /** The schedule that made a message. */
    public static final byte[] SCHEDULER = bytes("Nats-Scheduler");
    /** When that schedule fires again. */
    public static final byte[] SCHEDULE_NEXT = bytes("Nats-Schedule-Next");
    /** Details of a client that came through an import. */
    public static final byte[] CLIENT_INFO = bytes("Nats-Request-Info");
    /** Which life of a stream is meant. */
    public static final byte[] STREAM_IDENTITY = bytes("Nats-Stream-Identity");
    /** The API level that a request needs. */
    public static final byte[] REQUIRED_API_LEVEL = bytes("Nats-Required-Api-Level");
    /** Where the way of a message is told. */
    public static final byte[] TRACE_DESTINATION = bytes("Nats-Trace-Dest");

    /** The stream that a message was read from. */
    public static final byte[] STREAM = bytes("Nats-Stream");
    /** The subject that it was stored under. */
    public static final byte[] SUBJECT = bytes("Nats-Subject");
    /** Its sequence. */
    public static final byte[] SEQUENCE = bytes("Nats-Sequence");
    /** When it was stored. */
    public static final byte[] TIME_STAMP = bytes("Nats-Time-Stamp");
    /** How many more there are. */
    public static final byte[] NUM_PENDING = bytes("Nats-Num-Pending");
    /** The sequence before it. */
    public static final byte[] LAST_SEQUENCE = bytes("Nats-Last-Sequence");
    /** How large its payload is, where that is left out. */
    public static final byte[] MSG_SIZE = bytes("Nats-Msg-Size");

    private HeaderNames() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
