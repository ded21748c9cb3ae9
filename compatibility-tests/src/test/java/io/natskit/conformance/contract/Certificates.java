// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A self-signed certificate for these names and its key, made for the test at hand; both as PEM files too. */
public record Certificates(Path certificate, Path key, Path store, SSLContext trusting) {
    private static final String PASSWORD = "changeit";

    /** Makes them. {@code names} with their kinds: {@code dns:localhost,ip:127.0.0.1,email:ada@nats.example}. */
    public static Certificates make(Path folder, String name, String names) {
        return make(folder, name, names, "CN=" + name);
    }

    /** As the other one, with a subject of its own; {@code names} may be empty. */
    static Certificates make(Path folder, String name, String names, String subject) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            X509Certificate made = signed(pair, names, new X500Principal(subject));
            Path store = folder.resolve(name + ".p12");
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("server", pair.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {made});
            try (OutputStream out = Files.newOutputStream(store)) {
                keys.store(out, PASSWORD.toCharArray());
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusting(made), null);
            return new Certificates(
                    pem(folder.resolve(name + "-cert.pem"), "CERTIFICATE", made.getEncoded()),
                    pem(
                            folder.resolve(name + "-key.pem"),
                            "PRIVATE KEY",
                            pair.getPrivate().getEncoded()),
                    store,
                    context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate signed(KeyPair pair, String names, X500Principal subject)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(63, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(2))),
                subject,
                pair.getPublic());
        if (!names.isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    private static GeneralNames alternatives(String names) {
        List<GeneralName> alternatives = new ArrayList<>();
        for (String name : names.split(",")) {
            String value = name.substring(name.indexOf(':') + 1);
            alternatives.add(new GeneralName(
                    switch (name.substring(0, name.indexOf(':'))) {
                        case "dns" -> GeneralName.dNSName;
                        case "ip" -> GeneralName.iPAddress;
                        case "email" -> GeneralName.rfc822Name;
                        default -> throw new IllegalArgumentException(name + " (expected: dns:, ip: or email:)");
                    },
                    value));
        }
        return new GeneralNames(alternatives.toArray(GeneralName[]::new));
    }

    private static Path pem(Path file, String kind, byte[] der) throws IOException {
        return Files.writeString(file, pem(kind, der));
    }

    static String pem(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    /** A file with all of these certificates, for {@code ca_file}. */
    static Path bundle(Path file, Certificates... all) {
        StringBuilder text = new StringBuilder();
        try {
            for (Certificates each : all) {
                text.append(Files.readString(each.certificate));
            }
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Certificate read() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(certificate)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    static TrustManager[] trusting(Certificate certificate) throws IOException, GeneralSecurityException {
        return factory(certificate).getTrustManagers();
    }

    private static TrustManagerFactory factory(Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return managers;
    }

    /** A context of a client that trusts this certificate and shows another, under these protocols alone. */
    public SSLContext presenting(Certificates own) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(own.store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), trusting(read()), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What tells it from the others of its authority. */
    BigInteger serial() {
        return x509().getSerialNumber();
    }

    /** As events of nats-server describe it. */
    Map<String, Object> described() {
        return described(x509());
    }

    /** As events of nats-server describe a certificate. */
    static Map<String, Object> described(X509Certificate one) {
        try {
            byte[] raw = one.getEncoded();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(raw);
            return Map.of(
                    "subject",
                    one.getSubjectX500Principal().getName(),
                    "issuer",
                    one.getIssuerX500Principal().getName(),
                    "fingerprint",
                    Base64.getEncoder().encodeToString(digest),
                    "raw",
                    Base64.getEncoder().encodeToString(raw));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until when it holds. */
    Instant validUntil() {
        return x509().getNotAfter().toInstant();
    }

    private X509Certificate x509() {
        try {
            return (X509Certificate) read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The SHA-256 of the public key, in hex, as {@code pinned_certs} names it. */
    String fingerprint() {
        try {
            byte[] key = read().getPublicKey().getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Who trusts this certificate alone, for those who want to know beside the context. */
    public X509TrustManager trust() {
        try {
            return (X509TrustManager) trusting(read())[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #trust}, for those who want what makes it. */
    public TrustManagerFactory trustFactory() {
        try {
            return factory(read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server's block of configuration. */
    public String block(String more) {
        return "tls { cert_file: \"" + certificate + "\", key_file: \"" + key + "\"" + more + " }\n";
    }
}
