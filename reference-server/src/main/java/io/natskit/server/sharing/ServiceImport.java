// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.account.Account;
import io.natskit.server.account.SubjectMappings;
import io.natskit.server.config.ExportOptions;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Outbox;
import io.natskit.server.router.Publication;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.SubjectTransform;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An imported service: takes requests here and sends them again where the service is. Any loop. */
final class ServiceImport implements Outbox {
    private static final byte[] ACK = "$JS.ACK.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final Sharing sharing;
    private final Account<Subscription> importer;
    private final Account<Subscription> exporter;
    private final byte[] literal;
    private final @Nullable SubjectTransform transform;
    private final boolean keepsSubject;
    private final boolean share;
    private final ExportOptions.ResponseType responseType;
    private final long patienceNanos;

    /** Of requests to {@code from} here, which are {@code to} at the exporter. */
    ServiceImport(
            Sharing sharing,
            Account<Subscription> importer,
            Account<Subscription> exporter,
            String from,
            String to,
            boolean share,
            ExportOptions.ResponseType responseType,
            long patienceNanos) {
        this.sharing = sharing;
        this.importer = importer;
        this.exporter = exporter;
        this.share = share;
        this.responseType = responseType;
        this.patienceNanos = patienceNanos;
        this.literal = to.getBytes(StandardCharsets.UTF_8);
        this.keepsSubject = from.equals(to);
        this.transform = keepsSubject || to.indexOf('*') < 0 && !to.endsWith(">") ? null : transform(from, to);
    }

    /** The importer's subject may name the exporter's wildcards in another order. */
    private static SubjectTransform transform(String from, String to) {
        SubjectTransform back = SubjectTransform.strict(to, SubjectTransform.numbered(from));
        return back.reverse().orElse(back);
    }

    @Override
    public boolean offer(Publication message, Subscription subscription) {
        Republisher out = sharing.republisher(message.lane());
        if (out == null) {
            return false;
        }
        PublishFrame frame = message.frame();
        byte[] subject = mapped(subject(frame));
        byte[] reply = NOTHING;
        boolean opened = false;
        if (frame.replyLength > 0) {
            reply = Arrays.copyOfRange(frame.bytes, frame.reply, frame.reply + frame.replyLength);
            if (!isAck(reply)) {
                byte[] own = sharing.responses(exporter)
                        .open(importer, reply, responseType, patienceNanos, sharing.now(message.lane()));
                if (own == null) {
                    return false;
                }
                reply = own;
                opened = true;
            }
        }
        byte[] info = out.isNested() ? RequestInfo.passedOn(frame, importer.name()) : null;
        if (info == null) {
            info = RequestInfo.of(message.origin(), share);
        }
        byte[] header = info == null ? RequestInfo.unchanged(frame) : RequestInfo.header(frame, info);
        int before = Math.max(0, frame.headerLength);
        int count = out.publish(
                exporter.interest(),
                subject,
                reply,
                header,
                frame.bytes,
                frame.payload + before,
                frame.size - before,
                message.origin());
        if (count == 0 && opened) {
            sharing.responses(exporter).close(reply);
        }
        return count > 0;
    }

    private byte[] subject(PublishFrame frame) {
        if (keepsSubject) {
            return Arrays.copyOfRange(frame.bytes, frame.subject, frame.subject + frame.subjectLength);
        }
        return transform == null ? literal : transform.apply(frame.bytes, frame.subject, frame.subjectLength);
    }

    /** The exporter may publish its subject under another. */
    private byte[] mapped(byte[] subject) {
        SubjectMappings mappings = exporter.mappings();
        byte[] to = mappings == null ? null : mappings.map(subject, 0, subject.length);
        return to == null ? subject : to;
    }

    private static boolean isAck(byte[] reply) {
        return reply.length > ACK.length && Arrays.equals(reply, 0, ACK.length, ACK, 0, ACK.length);
    }

    @Override
    public boolean admits(byte[] bytes, int offset, int length, Subscription subscription) {
        return true;
    }

    @Override
    public void expired(Subscription subscription) {
        // it is there as long as the account
    }
}
