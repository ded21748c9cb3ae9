// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.jspecify.annotations.Nullable;

/**
 * What an authority says of one certificate; its signature has been verified, its dates are for the reader to judge (RFC 6960 §4.2.1).
 *
 * @param bytes as it came
 * @param status good, revoked or unknown
 * @param since from when it holds
 * @param until the time of the next one; null if it does not say
 */
record OcspAnswer(
        byte[] bytes,
        String status,
        Instant since,
        @Nullable Instant until) {
    static final String GOOD = "good";
    static final String REVOKED = "revoked";
    static final String UNKNOWN = "unknown";

    /** Where in a single response things stand. */
    private static final int ID = 0;

    private static final int SINCE = 2;
    private static final int UNTIL = 3;

    /**
     * Reads one. Throws {@link UnusableAnswer} for what is none about that certificate, or not signed by who may. The JDK looks at an answer at the
     * time nearest to now for which it was given, and the certificate: whether it holds now is for the reader.
     */
    static OcspAnswer read(byte[] bytes, X509Certificate certificate, X509Certificate issuer, Instant now)
            throws UnusableAnswer {
        Instant since;
        Instant until;
        try {
            ASN1Sequence about = about(certificate, issuer, bytes);
            since = time(about.getObjectAt(SINCE));
            until = until(about);
        } catch (IOException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | ParseException e) {
            throw new UnusableAnswer(OcspFault.unreadable(e), e);
        }
        Instant at = nearest(now, since, until == null ? since : until);
        Instant issued = certificate.getNotBefore().toInstant();
        OcspFault fault = OcspFault.in(bytes, certificate, issuer, at.isBefore(issued) ? issued : at);
        if (fault == null) {
            return new OcspAnswer(bytes, GOOD, since, until);
        }
        if (fault.equals(OcspFault.REVOKED) || fault.equals(OcspFault.UNKNOWN)) {
            return new OcspAnswer(bytes, fault.told(), since, until);
        }
        throw new UnusableAnswer(fault, null);
    }

    private static Instant nearest(Instant now, Instant since, Instant until) {
        if (now.isBefore(since) || until.isBefore(since)) {
            return since;
        }
        return now.isAfter(until) ? until : now;
    }

    boolean isRevoked() {
        return status.equals(REVOKED);
    }

    /** Whether it is for that time, by a clock that may be off by so much; {@code life} is that of an answer that does not say it. */
    boolean isCurrent(Instant now, Duration skew, Duration life) {
        Instant end = until == null ? since.plus(life) : until;
        return !end.isBefore(now.minus(skew)) && !since.isAfter(now.plus(skew));
    }

    /** Whether it may be shown at that time. */
    boolean holds(Instant now) {
        return !since.isAfter(now) && (until == null || !until.isBefore(now));
    }

    /** The part about that certificate, by SHA-1: the JDK judges by no other. */
    static ASN1Sequence about(X509Certificate certificate, X509Certificate issuer, byte[] bytes) throws IOException {
        String other = null;
        ASN1Sequence response = ASN1Sequence.getInstance(bytes);
        ASN1Sequence body = ASN1Sequence.getInstance(
                ASN1TaggedObject.getInstance(response.getObjectAt(1)).getExplicitBaseObject());
        byte[] basic = ASN1OctetString.getInstance(body.getObjectAt(1)).getOctets();
        ASN1Sequence data =
                ASN1Sequence.getInstance(ASN1Sequence.getInstance(basic).getObjectAt(0));
        for (ASN1Encodable part : data) {
            // version and responder are tagged, and the time is no sequence
            if (part instanceof ASN1Sequence singles) {
                for (ASN1Encodable each : singles) {
                    ASN1Sequence single = ASN1Sequence.getInstance(each);
                    CertificateId id = CertificateId.read(single.getObjectAt(ID));
                    if (id.names(certificate, issuer)) {
                        if (id.isBySha1()) {
                            return single;
                        }
                        other = id.digest();
                    }
                }
            }
        }
        if (other != null) {
            throw new IOException("OCSP response by digest " + other
                    + ": not taken by the JDK (expected: one by SHA-1, as it was asked for)");
        }
        throw new IOException("OCSP response: nothing about serial number " + certificate.getSerialNumber());
    }

    private static @Nullable Instant until(ASN1Sequence about) throws ParseException {
        boolean goesOn = about.size() > UNTIL;
        return goesOn && about.getObjectAt(UNTIL) instanceof ASN1TaggedObject tagged && tagged.getTagNo() == 0
                ? time(tagged.getExplicitBaseObject())
                : null;
    }

    private static Instant time(Object encoded) throws ParseException {
        return ASN1GeneralizedTime.getInstance(encoded).getDate().toInstant();
    }
}
