// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.internal.outbox.Sink;
import io.natskit.client.internal.protocol.MsgRange;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time in which two servers deliver to the same subscriptions, while a connection moves: what one of them has brought, the other brings again. Messages have no
 * ids, so a second one is known by all of its bytes: the first that comes by one way is dropped where one alike came by the other way.
 *
 * <p>Messages alike may also have been meant: a clock's ticks, a constant reading. Where that shows, a message twice is better than none. What came by one way more than
 * once is repeated by whoever publishes it, and is never dropped again; nor is a message of a subject alone, which says no more than that something happened. What cannot be
 * told apart is a pair alike of which the old server alone brought one, before the new one had the subscription, and the new one alone the other: of each content at most
 * one is dropped so. I/O thread.
 */
final class Overlap {
    /** As many contents are remembered; others pass, and may come twice. */
    static final int REMEMBERED_MAX = 100_000;

    private static final int BY_OLD = 1;
    private static final int BY_NEW = 2;
    private static final int REPEATED = 4;

    private final Sink old;
    private final MessageDigest digest;
    /** By which ways each content came, or that it is repeated. */
    private final Map<ByteBuffer, Integer> ways = new HashMap<>();

    private Overlap(Sink old, MessageDigest digest) {
        this.old = old;
        this.digest = digest;
    }

    /** Begins one, with the link that is left; null on a JVM without the digest, where messages then come twice. */
    static @Nullable Overlap of(Sink old) {
        try {
            return new Overlap(old, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            return null;
        }
    }

    /** Whether the other server has brought this message already, as far as can be known. */
    boolean isSecond(Sink link, MsgRange message) {
        if (message.replyLength() + message.headersLength() + message.payloadLength() == 0) {
            return false;
        }
        int way = link == old ? BY_OLD : BY_NEW;
        ByteBuffer print = print(message);
        int before = ways.getOrDefault(print, 0);
        if (before == 0 && ways.size() >= REMEMBERED_MAX) {
            return false;
        }
        boolean repeated = (before & (way | REPEATED)) != 0;
        ways.put(print, repeated ? REPEATED : before | way);
        return !repeated && before != 0;
    }

    private ByteBuffer print(MsgRange message) {
        digest.update(ByteBuffer.allocate(16)
                .putInt(message.sid())
                .putInt(message.subjectLength())
                .putInt(message.replyLength())
                .putInt(message.headersLength())
                .flip());
        byte[] buffer = message.buffer();
        digest.update(buffer, message.subjectOffset(), message.subjectLength());
        digest.update(buffer, message.replyOffset(), message.replyLength());
        digest.update(buffer, message.headersOffset(), message.headersLength());
        byte[] own = message.ownPayload();
        if (own != null) {
            digest.update(own);
        } else {
            digest.update(buffer, message.payloadOffset(), message.payloadLength());
        }
        return ByteBuffer.wrap(digest.digest());
    }
}
