// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A self-signed certificate for these names and its key, made by the JDK's keytool for the test at hand; both as PEM files too. */
public record Certificates(Path certificate, Path key, Path store, SSLContext trusting) {
    private static final String PASSWORD = "changeit";

    /** Makes them. {@code names} as keytool writes them: {@code dns:localhost,ip:127.0.0.1}. */
    public static Certificates make(Path folder, String name, String names) {
        return make(folder, name, names, "CN=" + name);
    }

    /** As the other one, with a subject of its own; {@code names} may be empty. */
    static Certificates make(Path folder, String name, String names, String subject) {
        try {
            Path store = folder.resolve(name + ".p12");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-dname",
                    subject,
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    store.toString()));
            command.addAll(List.of("-validity", "2"));
            if (!names.isEmpty()) {
                command.addAll(List.of("-ext", "san=" + names));
            }
            Process keytool = new ProcessBuilder(command).inheritIO().start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(command + " ended with " + keytool.exitValue());
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusting(keys.getCertificate("server")), null);
            return new Certificates(
                    pem(
                            folder.resolve(name + "-cert.pem"),
                            "CERTIFICATE",
                            keys.getCertificate("server").getEncoded()),
                    pem(
                            folder.resolve(name + "-key.pem"),
                            "PRIVATE KEY",
                            keys.getKey("server", PASSWORD.toCharArray()).getEncoded()),
                    store,
                    context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
    SSLContext presenting(Certificates own) {
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
