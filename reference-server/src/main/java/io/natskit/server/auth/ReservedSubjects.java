// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Subjects that belong to servers: no client publishes to them, nor names them as its reply (CP-21). */
public final class ReservedSubjects {
    private static final byte[] GATEWAY_REPLY = bytes("_GR_.");
    private static final byte[] CONSENSUS = bytes("$NRG.");
    private static final byte[] SERVICE_REPLY = bytes("_R_.");
    private static final byte[] ACK = bytes("$JS.ACK.");

    private ReservedSubjects() {}

    /** Whether a client may not publish here, whatever its permissions; the system account may use the consensus subjects. */
    public static boolean isReservedForPublish(byte[] b, int offset, int length, boolean systemAccount) {
        // all begin with _ or $: one comparison settles nearly every subject
        if (length == 0 || (b[offset] != '_' && b[offset] != '$')) {
            return false;
        }
        return isLonger(b, offset, length, GATEWAY_REPLY) || (!systemAccount && starts(b, offset, length, CONSENSUS));
    }

    /** Whether a client may not name this as its reply. */
    public static boolean isReservedForReply(byte[] b, int offset, int length) {
        if (length == 0 || (b[offset] != '_' && b[offset] != '$')) {
            return false;
        }
        return starts(b, offset, length, SERVICE_REPLY)
                || isLonger(b, offset, length, ACK)
                || isLonger(b, offset, length, GATEWAY_REPLY);
    }

    private static boolean isLonger(byte[] b, int offset, int length, byte[] prefix) {
        return length > prefix.length && starts(b, offset, length, prefix);
    }

    private static boolean starts(byte[] b, int offset, int length, byte[] prefix) {
        return length >= prefix.length && Arrays.equals(b, offset, offset + prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
