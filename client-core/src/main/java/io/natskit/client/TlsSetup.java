// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * What {@link TlsOptions} come to, for transports that make TLS connections of their own. Reads files anew at each call: for threads that may wait;
 * any number of them.
 */
public final class TlsSetup {
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private TlsSetup() {}

    /**
     * The context: the own one of the options, else one of their files, else the JVM's.
     *
     * @throws IOException if a file cannot be read, or holds something else
     * @throws GeneralSecurityException if the JVM cannot make anything of it
     */
    public static SSLContext context(TlsOptions options) throws IOException, GeneralSecurityException {
        if (options.context().isPresent()) {
            return options.context().get().get();
        }
        if (options.caFile().isEmpty() && options.certificateFile().isEmpty()) {
            return SSLContext.getDefault();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(options), trust(options.caFile()), null);
        return context;
    }

    /**
     * Who is trusted: the authorities in the file of the options, else the JVM's; what a context of their own trusts is not known here.
     *
     * @throws IOException if the file cannot be read, or holds something else
     * @throws GeneralSecurityException if the JVM cannot make anything of it
     */
    public static X509TrustManager trust(TlsOptions options) throws IOException, GeneralSecurityException {
        for (TrustManager manager : trust(options.caFile())) {
            if (manager instanceof X509TrustManager trust) {
                return trust;
            }
        }
        throw new GeneralSecurityException("the JVM has no trust manager for X.509");
    }

    private static TrustManager[] trust(Optional<Path> caFile) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = null;
        if (caFile.isPresent()) {
            store = emptyStore();
            int n = 0;
            for (Certificate certificate : certificates(caFile.get())) {
                store.setCertificateEntry("ca-" + n++, certificate);
            }
        }
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(TlsOptions options) throws IOException, GeneralSecurityException {
        if (options.certificateFile().isEmpty()) {
            return new KeyManager[0];
        }
        Path keyFile = options.keyFile().orElseThrow(() -> new IOException("a client certificate needs a key file"));
        Certificate[] chain = certificates(options.certificateFile().get()).toArray(new Certificate[0]);
        KeyStore store = emptyStore();
        char[] none = new char[0];
        store.setKeyEntry("client", privateKey(keyFile), none, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException(file + ": no certificate (expected: PEM)");
            }
            return found;
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        byte[] content = Files.readAllBytes(file);
        String text = new String(content, StandardCharsets.US_ASCII);
        Arrays.fill(content, (byte) 0);
        int begin = text.indexOf("-----BEGIN PRIVATE KEY-----");
        int end = text.indexOf("-----END PRIVATE KEY-----");
        if (begin < 0 || end < begin) {
            throw new IOException(file + ": no key (expected: PEM with \"BEGIN PRIVATE KEY\": PKCS#8, unencrypted)");
        }
        byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + 27, end));
        try {
            return read(der, file);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private static PrivateKey read(byte[] der, Path file) throws IOException, GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // another algorithm, then
            }
        }
        throw new IOException(file + ": unknown kind of key (expected: one of " + KEY_ALGORITHMS + ")");
    }
}
