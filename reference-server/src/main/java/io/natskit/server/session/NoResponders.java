// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Outbox;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.Interest;
import io.natskit.server.subject.Matches;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** The answer that a requester gets when nobody took its request. */
final class NoResponders {
    private static final byte[] HMSG = Lines.bytes("HMSG ");
    private static final byte[] STATUS = Lines.bytes("\r\nNATS/1.0 503\r\nNats-Subject: ");
    private static final byte[] END = Lines.bytes("\r\n\r\n\r\n");
    private static final int HEADER_WITHOUT_SUBJECT = 32;

    private NoResponders() {}

    /** The sid of the requester's own plain subscription that waits for the reply, or null if there is none. */
    static byte @Nullable [] sidFor(Interest<Subscription> interest, Outbox requester, PublishFrame frame) {
        Matches<Subscription> matches = new Matches<>();
        interest.match(frame.bytes, frame.reply, frame.replyLength, matches);
        for (int i = 0; i < matches.plainCount(); i++) {
            Subscription one = matches.plain(i);
            if (one.outbox() == requester) {
                return one.sid();
            }
        }
        return null;
    }

    /** The answer, whole. */
    static byte[] answer(byte[] sid, PublishFrame frame) {
        byte[] length = Lines.bytes(Integer.toString(HEADER_WITHOUT_SUBJECT + frame.subjectLength));
        ByteArrayOutputStream line = new ByteArrayOutputStream(
                HMSG.length + frame.replyLength + sid.length + 2 * length.length + frame.subjectLength + 64);
        line.writeBytes(HMSG);
        line.write(frame.bytes, frame.reply, frame.replyLength);
        line.write(' ');
        line.writeBytes(sid);
        line.write(' ');
        line.writeBytes(length);
        line.write(' ');
        line.writeBytes(length);
        line.writeBytes(STATUS);
        line.write(frame.bytes, frame.subject, frame.subjectLength);
        line.writeBytes(END);
        return line.toByteArray();
    }
}
