// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.account.Account;
import io.natskit.server.auth.ReservedSubjects;
import io.natskit.server.auth.Violations;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Subscription;
import io.natskit.server.tracing.MessageTrace;
import io.natskit.server.tracing.TraceHeaders;
import io.natskit.wire.jwt.TraceRule;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a message of one client whose headers may ask for a trace. Confined to the connection's loop. */
final class Traces {
    private static final int ALL = 100;

    private final ClientSession session;

    Traces(ClientSession session) {
        this.session = session;
    }

    /**
     * What to do with a message.
     *
     * @param frame what to publish, null for nothing
     * @param trace where to note what happens, null for nowhere
     */
    record Decision(@Nullable PublishFrame frame, @Nullable MessageTrace trace) {
        private static final Decision DROP = new Decision(null, null);
    }

    /** Whether the headers may ask for a trace, so that {@link #decide} should look. */
    boolean mayAsk(PublishFrame frame) {
        return TraceHeaders.mayAsk(frame, session.account().trace() != null);
    }

    Decision decide(PublishFrame frame) {
        TraceHeaders headers = TraceHeaders.of(frame);
        if (headers == null) {
            return new Decision(frame, null);
        }
        if (headers.namesOrigin()) {
            session.log().error("Message tracing disabled because of header \"Nats-Trace-Origin-Account\"");
            return untraced(TraceHeaders.disabled(frame), headers);
        }
        String destination = headers.destination();
        if (headers.isExternal()) {
            TraceRule rule = session.account().trace();
            if (rule == null) {
                return new Decision(frame, null);
            }
            if (!isSampled(rule.samplingPercent())) {
                return new Decision(TraceHeaders.disabled(frame), null);
            }
            destination = rule.destination();
        }
        if (!Subjects.isValid(destination) || !Subjects.isLiteral(destination)) {
            session.log()
                    .error("Destination " + Violations.quoted(destination)
                            + " is not valid, won't be able to trace events");
            return untraced(frame, headers);
        }
        if (!mayPublish(destination)) {
            return Decision.DROP;
        }
        return new Decision(frame, trace(frame, headers, destination));
    }

    private static Decision untraced(PublishFrame frame, TraceHeaders headers) {
        return headers.isOnly() ? Decision.DROP : new Decision(frame, null);
    }

    private static boolean isSampled(int percent) {
        return percent <= 0 || percent >= ALL || ThreadLocalRandom.current().nextInt(ALL) <= percent;
    }

    /** The trace is published for the client, so it must be allowed to do that itself. */
    private boolean mayPublish(String destination) {
        byte[] subject = destination.getBytes(StandardCharsets.UTF_8);
        boolean allowed = session.permissions().mayPublish(subject, 0, subject.length)
                && !ReservedSubjects.isReservedForPublish(
                        subject, 0, subject.length, session.account().isSystem());
        if (!allowed) {
            session.lines().error(Violations.publish(subject, 0, subject.length));
            session.log().error("Publish Violation - Subject " + Violations.quoted(destination));
        }
        return allowed;
    }

    private MessageTrace trace(PublishFrame frame, TraceHeaders headers, String destination) {
        Account<Subscription> account = session.account();
        ServerContext context = session.context();
        return new MessageTrace(
                context.wallClock(),
                headers,
                frame.size,
                session.traced(),
                Lines.text(frame.bytes, frame.subject, frame.subjectLength),
                trace -> context.traces().send(account, destination, trace));
    }
}
