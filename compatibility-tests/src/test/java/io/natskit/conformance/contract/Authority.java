// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Issues certificates for a test, also such that say where one may ask whether they still hold. */
final class Authority {
    private static final String PASSWORD = "changeit";
    private static final String TLS_FEATURES = "1.3.6.1.5.5.7.1.24";
    private static final int STATUS_REQUEST = 5;
    private static final AtomicLong SERIAL = new AtomicLong(1_000);

    private final Path folder;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final X509Certificate[] above;

    private Authority(Path folder, KeyPair keys, X509Certificate certificate, X509Certificate... above) {
        this.folder = folder;
        this.keys = keys;
        this.certificate = certificate;
        this.above = above;
    }

    /** One that nobody stands above. Files go to the folder. */
    static Authority root(Path folder, String name) {
        KeyPair keys = keys();
        X500Name subject = new X500Name("CN=" + name);
        return new Authority(folder, keys, signed(subject, keys, subject, keys, true, "", null, false));
    }

    /** One below this one. */
    Authority below(String name) {
        return below(name, null);
    }

    /** One below this one, whose certificate names a responder unless that is null. */
    Authority below(String name, @Nullable String responder) {
        KeyPair own = keys();
        X509Certificate made = signed(subject(), keys, new X500Name("CN=" + name), own, true, "", responder, false);
        return new Authority(folder, own, made, certificate);
    }

    /** A certificate for a DNS name, which names a responder unless that is null. Shown together with this authority's, if another stands above it. */
    Certificates issue(String name, String dns, @Nullable String responder) {
        return issue(name, dns, responder, false);
    }

    /** As the other one; with {@code stapled} it demands that it be shown with its status. */
    Certificates issue(String name, String dns, @Nullable String responder, boolean stapled) {
        KeyPair own = keys();
        X509Certificate made = signed(subject(), keys, new X500Name("CN=" + name), own, false, dns, responder, stapled);
        X509Certificate[] chain =
                above.length == 0 ? new X509Certificate[] {made} : new X509Certificate[] {made, certificate};
        Path store = folder.resolve(name + ".p12");
        try {
            KeyStore kept = KeyStore.getInstance("PKCS12");
            kept.load(null, null);
            kept.setKeyEntry("server", own.getPrivate(), PASSWORD.toCharArray(), chain);
            try (OutputStream out = Files.newOutputStream(store)) {
                kept.store(out, PASSWORD.toCharArray());
            }
            StringBuilder pem = new StringBuilder();
            for (X509Certificate one : chain) {
                pem.append(Certificates.pem("CERTIFICATE", one.getEncoded()));
            }
            return new Certificates(
                    Files.writeString(folder.resolve(name + "-cert.pem"), pem),
                    Files.writeString(
                            folder.resolve(name + "-key.pem"),
                            Certificates.pem("PRIVATE KEY", own.getPrivate().getEncoded())),
                    store,
                    trusting());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file for {@code ca_file}. */
    Path file() {
        try {
            return Files.writeString(
                    folder.resolve(subject() + "-ca.pem"), Certificates.pem("CERTIFICATE", certificate.getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return keys.getPrivate();
    }

    private SSLContext trusting() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, Certificates.trusting(certificate), null);
        return context;
    }

    private X500Name subject() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate signed(
            X500Name issuer,
            KeyPair by,
            X500Name subject,
            KeyPair own,
            boolean authority,
            String dns,
            @Nullable String responder,
            boolean stapled) {
        Instant now = Instant.now();
        try {
            X509v3CertificateBuilder made = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(Duration.ofDays(1))),
                    subject,
                    own.getPublic());
            made.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!dns.isEmpty()) {
                made.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, dns)));
            }
            if (responder != null) {
                made.addExtension(
                        Extension.authorityInfoAccess,
                        false,
                        new AuthorityInformationAccess(
                                AccessDescription.id_ad_ocsp,
                                new GeneralName(GeneralName.uniformResourceIdentifier, responder)));
            }
            if (stapled) {
                made.addExtension(
                        new ASN1ObjectIdentifier(TLS_FEATURES),
                        false,
                        new DERSequence(new ASN1Integer(STATUS_REQUEST)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(made.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
