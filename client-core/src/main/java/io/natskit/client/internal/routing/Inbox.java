// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import io.natskit.client.PermissionException;
import io.natskit.client.internal.delivery.ReceivedMessage;
import io.natskit.client.internal.protocol.MsgRange;
import io.natskit.wire.Nuid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One wildcard subscription for all replies: {@code <prefix><nuid>.<token>}, the token being the request's number in base 62. Replies complete their requests on the
 * I/O thread.
 */
public final class Inbox implements Route.Tap {
    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);

    private final byte[] prefix;
    private final RequestTable requests = new RequestTable();
    // of the I/O thread, read by others
    private volatile long replies;
    private volatile long orphans;
    private volatile @Nullable PermissionException refusal;

    /** An inbox under {@code inboxPrefix}, which ends with a dot. */
    public Inbox(String inboxPrefix) {
        this.prefix = (inboxPrefix + Nuid.next() + ".").getBytes(StandardCharsets.UTF_8);
    }

    /** What to subscribe to. */
    public String wildcard() {
        return new String(prefix, StandardCharsets.UTF_8) + "*";
    }

    /** The requests that wait. */
    public RequestTable requests() {
        return requests;
    }

    /** The reply subject for a token. */
    public byte[] replySubject(long token) {
        int digits = 1;
        for (long rest = token / 62; rest > 0; rest /= 62) {
            digits++;
        }
        byte[] subject = Arrays.copyOf(prefix, prefix.length + digits);
        long rest = token;
        for (int i = subject.length - 1; i >= prefix.length; i--) {
            subject[i] = DIGITS[(int) (rest % 62)];
            rest /= 62;
        }
        return subject;
    }

    /** The present server's refusal of the inbox; null when it has not refused it. */
    public @Nullable PermissionException refusal() {
        return refusal;
    }

    /** The server refuses the inbox: no request can be answered, those that wait fail. */
    void refused(PermissionException why) {
        refusal = why;
        requests.takeIf(r -> true).forEach(request -> request.fail(why));
    }

    /** There is a new link, perhaps with other credentials: the inbox may be asked for again. */
    public void newLink() {
        refusal = null;
    }

    /** Replies that found their request. */
    public long replies() {
        return replies;
    }

    /** Replies that did not. */
    public long orphans() {
        return orphans;
    }

    @Override
    public void receive(Route route, MsgRange r) {
        PendingRequest request = requests.answered(token(r));
        if (request == null) {
            orphans = orphans + 1;
            return;
        }
        replies = replies + 1;
        ReceivedMessage message = route.message(r);
        if (isNoResponders(r)) {
            request.noResponders(message);
        } else {
            request.reply(message);
        }
    }

    /** Whether a message is the server's "503: nobody listens". */
    public static boolean isNoResponders(MsgRange r) {
        int p = r.headersOffset();
        byte[] b = r.buffer();
        return r.payloadLength() == 0
                && r.headersLength() >= 12
                && b[p + 8] == ' '
                && b[p + 9] == '5'
                && b[p + 10] == '0'
                && b[p + 11] == '3';
    }

    private long token(MsgRange r) {
        byte[] b = r.buffer();
        int end = r.subjectOffset() + r.subjectLength();
        int from = r.subjectOffset() + prefix.length;
        if (end - from > 11 || end <= from) {
            return -1;
        }
        long token = 0;
        for (int i = from; i < end; i++) {
            int digit = digit(b[i]);
            if (digit < 0) {
                return -1;
            }
            token = token * 62 + digit;
        }
        return token;
    }

    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A' + 10;
        }
        return c >= 'a' && c <= 'z' ? c - 'a' + 36 : -1;
    }
}
