// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ServerAddress;
import io.natskit.client.TlsOptions;
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
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes the TLS engine for one connect: from the user's context, or from PEM files read anew. Reads files: not for the I/O thread. */
final class TlsEngines {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private TlsEngines() {}

    static SSLEngine engine(TlsOptions options, ServerAddress server) throws IOException, GeneralSecurityException {
        SSLContext context =
                options.context().isPresent() ? options.context().get().get() : fromFiles(options);
        String host = options.serverName().orElse(server.host());
        SSLEngine engine = context.createSSLEngine(host, server.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (options.verifyHostname()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(forwardSecret(parameters.getCipherSuites()));
        options.serverName().ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Without those whose traffic can be read later by who gets the server's key (S2); older JDKs still have them switched on. */
    private static String[] forwardSecret(String[] enabled) {
        return Arrays.stream(enabled)
                .filter(suite -> suite.startsWith("TLS_AES_")
                        || suite.startsWith("TLS_CHACHA20_")
                        || suite.startsWith("TLS_ECDHE_")
                        || suite.startsWith("TLS_DHE_"))
                .toArray(String[]::new);
    }

    private static SSLContext fromFiles(TlsOptions options) throws IOException, GeneralSecurityException {
        if (options.caFile().isEmpty() && options.certificateFile().isEmpty()) {
            return SSLContext.getDefault();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(options), trust(options.caFile()), null);
        return context;
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
