// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.GoQuote;
import java.nio.charset.StandardCharsets;

/**
 * Writes one stream's acknowledgements into bytes, without garbage: what a server does for each publish. Immutable: any thread. The bytes
 * are those of nats-server, the blank in {@code "duplicate": true} included.
 */
public final class PubAckTemplate {
    private static final byte[] DUPLICATE = ",\"duplicate\": true}".getBytes(StandardCharsets.US_ASCII);
    private static final int SEQUENCE_MAX = 20;

    private final byte[] head;

    private PubAckTemplate(byte[] head) {
        this.head = head;
    }

    /** For a stream; {@code domain} is empty for none. */
    public static PubAckTemplate of(String stream, String domain) {
        String text = "{\"stream\":" + GoQuote.quote(stream)
                + (domain.isEmpty() ? "" : ",\"domain\":" + GoQuote.quote(domain))
                + ",\"seq\":";
        return new PubAckTemplate(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes {@link #write} and {@link #writeDuplicate} need at most. */
    public int lengthMax() {
        return head.length + SEQUENCE_MAX + DUPLICATE.length;
    }

    /** Writes the acknowledgement of {@code sequence} at {@code dst[at…]} and returns where it ends. */
    public int write(long sequence, byte[] dst, int at) {
        int end = writeOpen(sequence, dst, at);
        dst[end] = '}';
        return end + 1;
    }

    /** As {@link #write}, for a message that was there before. */
    public int writeDuplicate(long sequence, byte[] dst, int at) {
        int end = writeOpen(sequence, dst, at);
        System.arraycopy(DUPLICATE, 0, dst, end, DUPLICATE.length);
        return end + DUPLICATE.length;
    }

    /** As {@link #write}, without the closing brace: further fields may follow. */
    public int writeOpen(long sequence, byte[] dst, int at) {
        System.arraycopy(head, 0, dst, at, head.length);
        int from = at + head.length;
        int digits = 1;
        for (long left = Long.divideUnsigned(sequence, 10); left != 0; left /= 10) {
            digits++;
        }
        long left = sequence;
        for (int i = from + digits - 1; i >= from; i--) {
            long shorter = left >= 0 ? left / 10 : Long.divideUnsigned(left, 10);
            dst[i] = (byte) ('0' + (left - shorter * 10));
            left = shorter;
        }
        return from + digits;
    }
}
