// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a certificate is called, and which part of an answer is about it. */
class CertificateIdTest {
    private static final String MD5 = "1.2.840.113549.2.5";

    private static X509Certificate certificate;
    private static X509Certificate issuer;
    private static X509Certificate stranger;

    /** Those that the JDK knows; who gave what is for the tests to say. */
    @BeforeAll
    static void takeCertificates() throws Exception {
        TrustManagerFactory known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        known.init((KeyStore) null);
        X509Certificate[] all = ((X509TrustManager) known.getTrustManagers()[0]).getAcceptedIssuers();
        certificate = all[0];
        issuer = all[1];
        stranger = all[2];
    }

    private static CertificateId own() {
        return CertificateId.of(certificate, issuer);
    }

    private static CertificateId changed(String digest, String issuerKey) {
        return new CertificateId(digest, own().issuerName(), issuerKey, own().serial());
    }

    @Test
    void what_was_asked_for_is_read_from_the_question() throws IOException {
        assertThat(CertificateId.in(OcspClient.request(certificate, issuer))).isEqualTo(own());
        assertThat(own().isBySha1()).isTrue();
        assertThatThrownBy(() -> CertificateId.in(new byte[] {1})).isInstanceOf(IOException.class);
    }

    @Test
    void authorities_of_one_name_are_told_apart_by_their_keys() {
        String otherKey = CertificateId.of(certificate, stranger).issuerKey();
        assertThat(own().names(certificate, issuer)).isTrue();
        assertThat(own().names(certificate, stranger)).isFalse();
        assertThat(changed(CertificateId.SHA_1, otherKey).names(certificate, issuer))
                .isFalse();
        assertThat(changed(CertificateId.SHA_1, otherKey)).isNotEqualTo(own());
    }

    @Test
    void by_a_digest_that_nobody_knows_the_number_tells() {
        assertThat(changed(MD5, "00").names(certificate, issuer)).isTrue();
        assertThat(new CertificateId(MD5, "00", "00", BigInteger.ZERO).names(certificate, issuer))
                .isFalse();
    }

    private static ASN1Encodable sequence(ASN1Encodable... parts) {
        return new DERSequence(parts);
    }

    /** Says so since that second. */
    private static ASN1Encodable single(CertificateId of, long since) {
        return sequence(
                of.encoded(),
                new DERTaggedObject(false, 0, DERNull.INSTANCE),
                new ASN1GeneralizedTime(Date.from(Instant.ofEpochSecond(since))));
    }

    private static byte[] answer(ASN1Encodable... singles) throws IOException {
        ASN1Encodable data = sequence(
                new DERTaggedObject(true, 2, new DEROctetString(new byte[20])),
                new ASN1GeneralizedTime(new Date(0)),
                sequence(singles));
        ASN1Encodable body = sequence(
                new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1.1"),
                new DEROctetString(sequence(data).toASN1Primitive().getEncoded()));
        return sequence(new ASN1Enumerated(0), new DERTaggedObject(true, 0, body))
                .toASN1Primitive()
                .getEncoded();
    }

    private static Instant since(byte[] answer) throws IOException, ParseException {
        ASN1Sequence about = OcspAnswer.about(certificate, issuer, answer);
        return ASN1GeneralizedTime.getInstance(about.getObjectAt(2)).getDate().toInstant();
    }

    private static CertificateId bySha256() {
        return CertificateId.by(CertificateId.SHA_256, certificate, issuer);
    }

    @Test
    void the_part_about_a_certificate_is_that_of_its_own_issuer() throws Exception {
        assertThat(since(answer(
                        single(CertificateId.of(certificate, stranger), 1),
                        single(CertificateId.of(stranger, issuer), 2),
                        single(bySha256(), 3),
                        single(own(), 4))))
                .isEqualTo(Instant.ofEpochSecond(4));
        assertThatThrownBy(() -> since(answer(single(CertificateId.of(certificate, stranger), 1))))
                .isInstanceOf(IOException.class)
                .hasMessage("OCSP response: nothing about serial number " + certificate.getSerialNumber());
    }

    @Test
    void an_answer_by_another_digest_is_refused_and_says_so() {
        for (CertificateId other : List.of(bySha256(), changed(MD5, "00"))) {
            assertThatThrownBy(() -> since(answer(single(other, 1))))
                    .isInstanceOf(IOException.class)
                    .hasMessage("OCSP response by digest " + other.digest()
                            + ": not taken by the JDK (expected: one by SHA-1, as it was asked for)");
        }
    }
}
