// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.s2.S2Decoder;
import io.natskit.server.s2.S2Encoder;
import io.natskit.server.s2.S2Exception;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an authority's answer about a certificate. Immutable.
 *
 * @param subject of the certificate, for people
 * @param cachedAt when it came
 * @param status good, revoked or unknown
 * @param expires until when it holds; null if it does not say
 * @param packed the answer as it came, compressed with S2
 */
record OcspEntry(
        String subject,
        Instant cachedAt,
        String status,
        @Nullable Instant expires,
        byte[] packed) {
    /** For the rest of it, in memory and in a file. */
    private static final int OVERHEAD = 512;
    /** What a character may become in a file: {@code \\u0000}. */
    private static final int ESCAPED = 6;

    /** Of an answer that came at that time. */
    static OcspEntry of(OcspAnswer answer, X509Certificate about, Instant now) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        S2Encoder encoder = new S2Encoder(packed::write);
        encoder.write(answer.bytes(), 0, answer.bytes().length);
        encoder.finish();
        return new OcspEntry(
                about.getSubjectX500Principal().getName(),
                now.truncatedTo(ChronoUnit.SECONDS),
                answer.status(),
                answer.until(),
                packed.toByteArray());
    }

    /** What it takes under that key, in bytes: in memory at most this, and in a file a third more. */
    long weight(String key) {
        return packed.length + ESCAPED * ((long) key.length() + subject.length()) + OVERHEAD;
    }

    /** The answer as it came. Throws {@link S2Exception} for one that was changed since. */
    byte[] unpacked() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        S2Decoder decoder = new S2Decoder((from, offset, length) -> {
            if (whole.size() + length > OcspClient.ANSWER_MAX) {
                throw new IllegalStateException("an answer of more than " + OcspClient.ANSWER_MAX + " bytes");
            }
            whole.write(from, offset, length);
        });
        decoder.feed(packed, 0, packed.length);
        decoder.finish();
        return whole.toByteArray();
    }
}
