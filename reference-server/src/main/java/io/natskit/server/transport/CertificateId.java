// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * How authorities are asked about a certificate, and how they name it in their answers (RFC 6960 §4.1.1).
 *
 * @param digest by what the issuer is named, as an object identifier
 * @param issuerName the digest of the issuer's name, in hex
 * @param issuerKey the digest of the issuer's key, in hex
 * @param serial the certificate's number
 */
record CertificateId(String digest, String issuerName, String issuerKey, BigInteger serial) {
    static final String SHA_1 = "1.3.14.3.2.26";
    static final String SHA_256 = "2.16.840.1.101.3.4.2.1";

    private static final Map<String, String> DIGESTS = Map.of(SHA_1, "SHA-1", SHA_256, "SHA-256");

    private static final int DIGEST = 0;
    private static final int NAME = 1;
    private static final int KEY = 2;
    private static final int SERIAL = 3;

    /** By SHA-1, as everybody asks. */
    static CertificateId of(X509Certificate certificate, X509Certificate issuer) {
        return by(SHA_1, certificate, issuer);
    }

    /** By a digest that is known here. */
    static CertificateId by(String digest, X509Certificate certificate, X509Certificate issuer) {
        try {
            MessageDigest hash = MessageDigest.getInstance(Objects.requireNonNull(DIGESTS.get(digest)));
            byte[] key = SubjectPublicKeyInfo.getInstance(issuer.getPublicKey().getEncoded())
                    .getPublicKeyData()
                    .getBytes();
            return new CertificateId(
                    digest,
                    HexFormat.of()
                            .formatHex(
                                    hash.digest(issuer.getSubjectX500Principal().getEncoded())),
                    HexFormat.of().formatHex(hash.digest(key)),
                    certificate.getSerialNumber());
        } catch (NoSuchAlgorithmException e) {
            // every JDK has both
            throw new IllegalStateException(e);
        }
    }

    /** As it stands in a request or an answer. Throws what ASN.1 throws for what is none. */
    static CertificateId read(ASN1Encodable encoded) {
        ASN1Sequence id = ASN1Sequence.getInstance(encoded);
        ASN1Encodable digest = ASN1Sequence.getInstance(id.getObjectAt(DIGEST)).getObjectAt(0);
        return new CertificateId(
                ASN1ObjectIdentifier.getInstance(digest).getId(),
                hex(id.getObjectAt(NAME)),
                hex(id.getObjectAt(KEY)),
                ASN1Integer.getInstance(id.getObjectAt(SERIAL)).getValue());
    }

    /** The first one of a request. Throws {@link IOException} for what is none. */
    static CertificateId in(byte[] request) throws IOException {
        try {
            for (ASN1Encodable part :
                    ASN1Sequence.getInstance(ASN1Sequence.getInstance(request).getObjectAt(0))) {
                // version, name and extensions are tagged
                if (part instanceof ASN1Sequence questions) {
                    return read(
                            ASN1Sequence.getInstance(questions.getObjectAt(0)).getObjectAt(0));
                }
            }
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw new IOException("OCSP request: " + e.getMessage(), e);
        }
        throw new IOException("OCSP request: no question");
    }

    private static String hex(ASN1Encodable octets) {
        return HexFormat.of().formatHex(ASN1OctetString.getInstance(octets).getOctets());
    }

    /** Whether it names that certificate; where nobody here knows the digest, the number has to do. */
    boolean names(X509Certificate certificate, X509Certificate issuer) {
        return serial.equals(certificate.getSerialNumber())
                && (!DIGESTS.containsKey(digest) || equals(by(digest, certificate, issuer)));
    }

    boolean isBySha1() {
        return digest.equals(SHA_1);
    }

    /** For a request. */
    ASN1Encodable encoded() {
        HexFormat hex = HexFormat.of();
        return new DERSequence(new ASN1Encodable[] {
            new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(digest), DERNull.INSTANCE}),
            new DEROctetString(hex.parseHex(issuerName)),
            new DEROctetString(hex.parseHex(issuerKey)),
            new ASN1Integer(serial)
        });
    }
}
