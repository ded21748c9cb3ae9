// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * Which certificate somebody asks about (RFC 6960 §4.1.1).
 *
 * @param issuer the SHA-1 of the name of who gave it, in hex
 * @param serial its number
 */
record OcspQuestion(String issuer, BigInteger serial) {
    private static final int NAME = 1;
    private static final int SERIAL = 3;

    /** The question about a certificate. */
    static OcspQuestion about(X509Certificate certificate) {
        try {
            byte[] name = MessageDigest.getInstance("SHA-1")
                    .digest(certificate.getIssuerX500Principal().getEncoded());
            return new OcspQuestion(HexFormat.of().formatHex(name), certificate.getSerialNumber());
        } catch (NoSuchAlgorithmException e) {
            // every JDK has it
            throw new IllegalStateException(e);
        }
    }

    /** The first one of a request. Throws {@link IOException} for what is none. */
    static OcspQuestion in(byte[] request) throws IOException {
        try {
            for (ASN1Encodable part :
                    ASN1Sequence.getInstance(ASN1Sequence.getInstance(request).getObjectAt(0))) {
                // version, name and extensions are tagged
                if (part instanceof ASN1Sequence questions) {
                    ASN1Sequence id = ASN1Sequence.getInstance(
                            ASN1Sequence.getInstance(questions.getObjectAt(0)).getObjectAt(0));
                    byte[] name =
                            ASN1OctetString.getInstance(id.getObjectAt(NAME)).getOctets();
                    return new OcspQuestion(
                            HexFormat.of().formatHex(name),
                            ASN1Integer.getInstance(id.getObjectAt(SERIAL)).getValue());
                }
            }
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw new IOException("OCSP request: " + e.getMessage(), e);
        }
        throw new IOException("OCSP request: no question");
    }
}
