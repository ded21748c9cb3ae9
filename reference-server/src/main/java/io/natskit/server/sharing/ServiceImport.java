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
import io.natskit.server.tracing.MessageTrace;
import io.natskit.wire.jwt.ServiceLatency;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
    private final @Nullable ServiceLatency latency;
    private final boolean allowTrace;

    /** Of requests to {@code from} here, which are {@code to} at the exporter. */
    ServiceImport(
            Sharing sharing,
            Account<Subscription> importer,
            Account<Subscription> exporter,
            String from,
            String to,
            boolean share,
            ExportOptions.ResponseType responseType,
            long patienceNanos,
            @Nullable ServiceLatency latency,
            boolean allowTrace) {
        this.sharing = sharing;
        this.importer = importer;
        this.exporter = exporter;
        this.share = share;
        this.responseType = responseType;
        this.patienceNanos = patienceNanos;
        this.latency = latency;
        this.allowTrace = allowTrace;
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
        return passOn(message, null);
    }

    @Override
    public boolean offerTraced(Publication message, Subscription subscription, MessageTrace trace) {
        PublishFrame frame = message.frame();
        trace.serviceImport(
                exporter.name(),
                new String(frame.bytes, frame.subject, frame.subjectLength, StandardCharsets.UTF_8),
                new String(mapped(subject(frame)), StandardCharsets.UTF_8));
        if (allowTrace) {
            return passOn(message, trace);
        }
        return !trace.isOnly() && passOn(message, null);
    }

    private boolean passOn(Publication message, @Nullable MessageTrace trace) {
        Republisher out = sharing.republisher(message.lane());
        if (out == null) {
            return false;
        }
        PublishFrame frame = message.frame();
        byte[] subject = mapped(subject(frame));
        Measurement measurement = latency == null ? null : measurement(latency, message);
        byte[] reply = NOTHING;
        boolean opened = false;
        if (frame.replyLength == 0 && measurement != null) {
            sharing.latencies().failed(exporter, measurement, LatencyReports.Failure.BAD_REQUEST, message.lane());
        }
        if (frame.replyLength > 0) {
            reply = Arrays.copyOfRange(frame.bytes, frame.reply, frame.reply + frame.replyLength);
            if (!isAck(reply)) {
                byte[] own = sharing.responses(exporter)
                        .open(
                                importer,
                                reply,
                                share,
                                responseType,
                                patienceNanos,
                                sharing.now(message.lane()),
                                measurement);
                if (own == null) {
                    return false;
                }
                reply = own;
                opened = true;
            }
        }
        byte[] info = out.isNested() ? RequestInfo.passedOn(frame, importer.name()) : null;
        if (info == null) {
            info = RequestInfo.of(message.origin(), share ? sharing.serverName() : null);
        }
        byte[] header = info == null ? RequestInfo.unchanged(frame) : RequestInfo.header(frame, info);
        int before = Math.max(0, frame.headerLength);
        int count = out.publish(
                exporter.interest(),
                subject,
                NOTHING,
                reply,
                header,
                frame.bytes,
                frame.payload + before,
                frame.size - before,
                message.origin(),
                trace);
        if (opened && (count == 0 || trace != null && trace.isOnly())) {
            sharing.responses(exporter).close(reply, message.lane());
        }
        return count > 0;
    }

    private @Nullable Measurement measurement(ServiceLatency rule, Publication request) {
        Map<String, List<String>> reasons = LatencySampling.reasons(rule, request.frame());
        if (reasons == null) {
            return null;
        }
        Outbox origin = request.origin();
        return new Measurement(
                rule,
                origin == null ? null : origin.publisher(),
                share,
                reasons,
                sharing.latencies().now());
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

    /** Whether a message is acknowledged there: such a reply is nobody's inbox, and means the same in each account. */
    static boolean isAck(byte[] reply) {
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
