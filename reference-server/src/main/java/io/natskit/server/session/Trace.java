// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.config.LoggingOptions;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Publication;
import io.natskit.server.router.Subscription;
import io.natskit.wire.json.GoQuote;
import java.nio.charset.StandardCharsets;

/** One client's protocol lines in the log, in nats-server's form. Asked for lines only while it is on; any loop. */
public final class Trace {
    private static final int CRLF = 2;

    private final ClientLog log;
    private final ServerContext context;
    // changed on the client's loop, read by those that deliver to it
    private volatile boolean on;

    Trace(ClientLog log, ServerContext context) {
        this.log = log;
        this.context = context;
        this.on = context.log().isTrace();
    }

    /** Whether protocol lines are wanted. */
    public boolean isOn() {
        return on;
    }

    void on(boolean wanted) {
        on = wanted;
    }

    /** A line that came. */
    public void in(String text) {
        log.trace("<<- [" + text + ']');
    }

    /** A line that goes. */
    public void out(String text) {
        log.trace("->> [" + text + ']');
    }

    /** A subscription is gone. Does nothing while tracing is off. */
    void removed(Subscription subscription) {
        if (context.log().isTrace()) {
            log.trace("<-> [DELSUB " + Lines.text(subscription.sid()) + ']');
        }
    }

    void in(String verb, byte[] bytes, int offset, int length) {
        if (length == 0) {
            in(verb);
            return;
        }
        String arguments = Lines.text(bytes, offset, length);
        in(verb + ' ' + (verb.equals("CONNECT") ? Redaction.connect(arguments) : arguments));
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
        LoggingOptions options = context.options().logging();
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
        log.trace(arrow + "MSG_PAYLOAD: [\"" + text + (cut ? "...\"]" : "\"]"));
    }
}
