// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.subject.SubjectTransform;
import io.natskit.wire.jetstream.Republish;
import io.natskit.wire.subject.Subjects;
import org.jspecify.annotations.Nullable;

/** Publishes stored messages again under another subject (SC-16, ADR-28). Confined to the stream's loop. */
final class Republisher {
    private static final byte[] NONE = {};

    private final Stream stream;
    private final SubjectTransform transform;
    private final boolean headersOnly;

    Republisher(Stream stream, Republish republish) {
        this.stream = stream;
        this.transform = SubjectTransform.of(republish.source(), republish.destination());
        this.headersOnly = republish.headersOnly();
    }

    /** Where a message of this subject goes again; null if nowhere. */
    byte @Nullable [] target(StoredMessage message) {
        byte[] subject = transform.match(
                message.subject().array(),
                message.subject().offset(),
                message.subject().length());
        if (subject == null || !Subjects.isValid(subject) || !Subjects.isLiteral(subject)) {
            return null;
        }
        return subject;
    }

    /** Sends it. {@code lastSequence} is what its subject had before. */
    void send(byte[] target, StoredMessage message, long sequence, long lastSequence) {
        byte[] headers = message.headers().toBytes();
        headers = HeaderBlock.with(headers, HeaderNames.STREAM, stream.name());
        headers =
                HeaderBlock.with(headers, HeaderNames.SUBJECT, message.subject().toString());
        headers = HeaderBlock.with(headers, HeaderNames.SEQUENCE, Long.toUnsignedString(sequence));
        headers = HeaderBlock.with(headers, HeaderNames.TIME_STAMP, Expiry.timeText(message.timestampNanos()));
        headers = HeaderBlock.with(headers, HeaderNames.LAST_SEQUENCE, Long.toUnsignedString(lastSequence));
        byte[] payload = message.payload().toBytes();
        if (headersOnly) {
            headers = HeaderBlock.with(headers, HeaderNames.MSG_SIZE, Integer.toString(payload.length));
            payload = NONE;
        }
        stream.publisher().publish(stream.account(), target, NONE, headers, payload);
    }
}
