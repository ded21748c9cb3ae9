// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.jetstream.stream.HeaderBlock;
import org.jspecify.annotations.Nullable;

/**
 * A message that is kept for those who subscribe later. Its headers in the stream are nats-server's.
 *
 * @param subject where it was published, as a subject
 * @param flags the flags of its PUBLISH
 * @param origin the hash of the server that stored it
 * @param source the user who published it, or null
 * @param payload what; empty if it only deletes the one before
 */
record RetainedMessage(
        String subject, int flags, String origin, @Nullable String source, byte[] payload) {
    private static final int FLAGS_MAX = 0x0f;

    byte[] topic() {
        byte[] bytes = Names.bytes(subject);
        return Topics.ofSubject(bytes, 0, bytes.length);
    }

    int qos() {
        return PublishPacket.qos(flags);
    }

    /** The header block. */
    byte[] header() {
        return header(payload.length == 0, "");
    }

    /** The header block of the message without a payload that deletes this one, if it is still the last one, with that sequence. */
    byte[] deletion(long sequence) {
        return header(true, "Nats-Expected-Last-Subject-Sequence:" + sequence + "\r\n");
    }

    /** Old servers do not understand the flags of a deletion, and so leave it alone. */
    private byte[] header(boolean deletes, String more) {
        StringBuilder text = new StringBuilder("NATS/1.0\r\nNmqtt-RTopic:")
                .append(Names.text(topic()))
                .append("\r\nNmqtt-RFlags:");
        if (deletes) {
            text.append('-');
        }
        text.append(Integer.toHexString(flags)).append("\r\n");
        if (!origin.isEmpty()) {
            text.append("Nmqtt-ROrigin:").append(origin).append("\r\n");
        }
        // a name is checked by nobody where everybody may come in, and must not begin another header
        if (source != null && !source.isEmpty() && source.chars().noneMatch(c -> c < ' ')) {
            text.append("Nmqtt-RSource:").append(source).append("\r\n");
        }
        return Names.bytes(text.append(more).append("\r\n").toString());
    }

    /** Reads a stored one; null for what is none. */
    static @Nullable RetainedMessage read(String storedAs, byte[] header, byte[] payload) {
        String text = HeaderBlock.text(header, Names.RETAINED_FLAGS);
        if (text == null || !storedAs.startsWith(Names.RETAINED_SUBJECT)) {
            return null;
        }
        int flags;
        try {
            flags = Integer.parseInt(text.startsWith("-") ? text.substring(1) : text, 16);
        } catch (NumberFormatException e) {
            return null;
        }
        String subject = storedAs.substring(Names.RETAINED_SUBJECT.length());
        if (flags < 0 || flags >= FLAGS_MAX || PublishPacket.qos(flags) > 2 || subject.indexOf(0x7f) >= 0) {
            return null;
        }
        String origin = HeaderBlock.text(header, Names.RETAINED_ORIGIN);
        return new RetainedMessage(
                subject, flags, origin == null ? "" : origin, HeaderBlock.text(header, Names.RETAINED_SOURCE), payload);
    }
}
