// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.config.LoggingOptions;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Publication;
import io.natskit.server.router.Subscription;
import io.natskit.wire.json.GoQuote;
import java.nio.charset.StandardCharsets;

/** Protocol lines in the log, in nats-server's form. Used only while tracing is on; any loop. */
final class Trace {
    private static final int CRLF = 2;

    private final ClientSession session;

    Trace(ClientSession session) {
        this.session = session;
    }

    void line(String text) {
        session.context().log().trace(session.label() + " - " + text);
    }

    /** A subscription is gone. Does nothing while tracing is off. */
    void removed(Subscription subscription) {
        if (session.context().log().isTrace()) {
            line("<-> [DELSUB " + Lines.text(subscription.sid()) + ']');
        }
    }

    void in(String verb, byte[] bytes, int offset, int length) {
        if (length == 0) {
            line("<<- [" + verb + ']');
            return;
        }
        String arguments = Lines.text(bytes, offset, length);
        line("<<- [" + verb + ' ' + (verb.equals("CONNECT") ? Redaction.connect(arguments) : arguments) + ']');
    }

    void out(String text) {
        line("->> [" + text + ']');
    }

    void payloadIn(PublishFrame frame) {
        payload("<<- ", frame, true);
    }

    void delivered(Publication message, PublishFrame frame, boolean withHeaders) {
        StringBuilder text = new StringBuilder();
        boolean asHmsg = frame.headerLength > 0 && withHeaders;
        text.append(Lines.text(message.head(), asHmsg ? 0 : 1, message.headLength() - (asHmsg ? 0 : 1)));
        if (frame.replyLength > 0) {
            text.append(Lines.text(frame.bytes, frame.reply, frame.replyLength)).append(' ');
        }
        if (asHmsg) {
            text.append(frame.headerLength).append(' ');
        }
        text.append(frame.headerLength > 0 && !withHeaders ? frame.size - frame.headerLength : frame.size);
        out(text.toString());
        payload("->> ", frame, withHeaders);
    }

    private void payload(String arrow, PublishFrame frame, boolean withHeaders) {
        LoggingOptions options = session.context().options().logging();
        int from = frame.payload;
        int length = frame.size;
        if (options.traceHeaders()) {
            if (frame.headerLength <= 0) {
                return;
            }
            length = frame.headerLength - CRLF - CRLF;
        } else if (!withHeaders && frame.headerLength > 0) {
            from += frame.headerLength;
            length -= frame.headerLength;
        }
        if (length <= 0) {
            return;
        }
        int maxPayload = options.maxTracedMessageBytes();
        boolean cut = maxPayload > 0 && length > maxPayload;
        String text = GoQuote.escape(new String(frame.bytes, from, cut ? maxPayload : length, StandardCharsets.UTF_8));
        line(arrow + "MSG_PAYLOAD: [\"" + text + (cut ? "...\"]" : "\"]"));
    }
}
