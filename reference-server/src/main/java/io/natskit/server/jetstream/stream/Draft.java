// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.tracing.MessageTrace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way into a stream: what was published, and what the stream made of it. One object a stream, filled anew for each message.
 * Confined to the stream's loop.
 */
final class Draft {
    private final StoredMessage stored = new StoredMessage();

    // where an answer goes
    private byte[] reply = HeaderBlock.NONE;
    private int replyOffset;
    private int replyLength;

    private boolean sourced;
    private boolean inBatch;
    private @Nullable MessageTrace trace;

    // what a mirror keeps of its origin; 0 for what the stream gives
    private long sequence;
    private long timestampNanos;

    // found by the checks
    private boolean headersOfStreams;
    private @Nullable String msgId;
    private boolean rollupSubject;
    private boolean rollupAll;
    private @Nullable String counterValue;
    private @Nullable String purgedSchedule;

    /** Takes over what a client published; nothing is copied. */
    Draft of(LocalMessage message) {
        reset();
        byte[] bytes = message.bytes();
        stored.subject().set(bytes, 0, message.subjectLength());
        headers(bytes, message.header(), message.headerLength());
        stored.payload().set(bytes, message.payload(), message.payloadLength());
        reply = bytes;
        replyOffset = message.reply();
        replyLength = message.replyLength();
        return this;
    }

    /** Takes over a message that the server itself puts in; nobody waits for an answer. */
    Draft of(byte[] subject, byte[] header, byte[] payload, boolean fromSource) {
        reset();
        stored.subject().set(subject);
        headers(header, 0, header.length);
        stored.payload().set(payload);
        sourced = fromSource;
        return this;
    }

    /**
     * Takes over a message of another stream; nothing is copied. Sequence and time are 0 where the stream gives them.
     */
    Draft of(byte[] subject, byte[] header, ByteRange payload, long sequence, long timestampNanos) {
        reset();
        stored.subject().set(subject);
        headers(header, 0, header.length);
        stored.payload().set(payload.array(), payload.offset(), payload.length());
        sourced = true;
        this.sequence = sequence;
        this.timestampNanos = timestampNanos;
        return this;
    }

    private void reset() {
        stored.clear();
        sequence = 0;
        timestampNanos = 0;
        reply = HeaderBlock.NONE;
        replyOffset = 0;
        replyLength = 0;
        sourced = false;
        inBatch = false;
        trace = null;
        msgId = null;
        rollupSubject = false;
        rollupAll = false;
        counterValue = null;
        purgedSchedule = null;
    }

    private void headers(byte[] bytes, int offset, int length) {
        boolean status = length > 9 && bytes[offset + 8] != '\r';
        if (status) {
            headers(HeaderBlock.withoutStatus(Arrays.copyOfRange(bytes, offset, offset + length)));
            return;
        }
        stored.headers().set(bytes, offset, length);
        headersOfStreams = length > 0 && HeaderBlock.concernsStreams(bytes, offset, length);
    }

    /** Has what becomes of it noted. */
    void trace(MessageTrace by) {
        trace = by;
    }

    /** Where what becomes of it is noted; null for nearly all. */
    @Nullable
    MessageTrace trace() {
        return trace;
    }

    /** What is to be stored. */
    StoredMessage stored() {
        return stored;
    }

    /** The subject as a text. */
    String subject() {
        return stored.subject().toString();
    }

    void subject(String changed) {
        stored.subject().set(changed.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether any header may concern a stream: nearly all messages have none, and are through. */
    boolean hasStreamHeaders() {
        return headersOfStreams;
    }

    /** The value of a header, or null. */
    @Nullable
    String header(byte[] name) {
        if (!headersOfStreams) {
            return null;
        }
        return HeaderBlock.text(
                stored.headers().array(),
                stored.headers().offset(),
                stored.headers().length(),
                name);
    }

    byte[] headers() {
        return stored.headers().toBytes();
    }

    /** Replaces the header block. */
    void headers(byte[] changed) {
        stored.headers().set(changed);
        headersOfStreams = changed.length > 0 && HeaderBlock.concernsStreams(changed, 0, changed.length);
    }

    void payload(byte[] changed) {
        stored.payload().set(changed);
    }

    int headerLength() {
        return stored.headers().length();
    }

    int payloadLength() {
        return stored.payload().length();
    }

    boolean hasReply() {
        return replyLength > 0;
    }

    byte[] reply() {
        return replyLength == 0 ? HeaderBlock.NONE : Arrays.copyOfRange(reply, replyOffset, replyOffset + replyLength);
    }

    /** Nobody waits for an answer any more. */
    void withoutReply() {
        replyLength = 0;
    }

    /** Whether it comes from another stream or from the server: it was checked where it came from. */
    boolean isSourced() {
        return sourced;
    }

    /** The sequence that it has to have, 0 for the next one. */
    long sequence() {
        return sequence;
    }

    /** When it was stored first, 0 for now. */
    long timestampNanos() {
        return timestampNanos;
    }

    /** Whether it is part of an atomic batch, whose checks were made together. */
    boolean isInBatch() {
        return inBatch;
    }

    void inBatch(boolean part) {
        inBatch = part;
    }

    @Nullable
    String msgId() {
        return msgId;
    }

    void msgId(@Nullable String id) {
        msgId = id;
    }

    boolean rollsUpSubject() {
        return rollupSubject;
    }

    boolean rollsUpAll() {
        return rollupAll;
    }

    void rollup(boolean ofSubject, boolean ofAll) {
        rollupSubject = ofSubject;
        rollupAll = ofAll;
    }

    /** The value of the counter that it raised, or null. */
    @Nullable
    String counterValue() {
        return counterValue;
    }

    void counterValue(String value) {
        counterValue = value;
    }

    /** The schedule that it ends, or null. */
    @Nullable
    String purgedSchedule() {
        return purgedSchedule;
    }

    void purgedSchedule(String subject) {
        purgedSchedule = subject;
    }
}
