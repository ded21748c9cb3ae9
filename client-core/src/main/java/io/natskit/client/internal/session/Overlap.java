// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.internal.protocol.MsgRange;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time in which two servers deliver to the same subscriptions, while a connection moves: what one of them has brought, the other brings again. Messages have no
 * ids, so a second one is known by all of its bytes: for each that came by one way, one alike by the other way is dropped. Messages alike that were published
 * twice come twice by each way, and are delivered twice. I/O thread.
 */
final class Overlap {
    /** As many messages are remembered; later ones pass, and may come twice. */
    private static final int REMEMBERED_MAX = 100_000;

    private final ServerLink old;
    private final MessageDigest digest;
    /** How many came by the old way that have not come by the new one; below zero: the reverse. */
    private final Map<ByteBuffer, Integer> ahead = new HashMap<>();

    private Overlap(ServerLink old, MessageDigest digest) {
        this.old = old;
        this.digest = digest;
    }

    /** Begins one; null on a JVM without the digest, where messages then come twice. */
    static @Nullable Overlap of(ServerLink old) {
        try {
            return new Overlap(old, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            return null;
        }
    }

    /** Whether the other server has brought this message already. */
    boolean isSecond(ServerLink link, MsgRange message) {
        int way = link == old ? 1 : -1;
        ByteBuffer print = print(message);
        int before = ahead.getOrDefault(print, 0);
        if (before == 0 && ahead.size() >= REMEMBERED_MAX) {
            return false;
        }
        int now = before + way;
        if (now == 0) {
            ahead.remove(print);
        } else {
            ahead.put(print, now);
        }
        return before * way < 0;
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
