// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.config.TlsOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS as the options describe it: certificate, key and authorities from PEM files. Immutable; any thread. */
public final class TlsContexts {
    private static final char[] NO_PASSWORD = {};

    private final SSLContext context;
    private final boolean verify;

    /** Reads the files. Throws {@link IOException} naming the file that cannot be used. */
    public TlsContexts(TlsOptions options) throws IOException {
        this.verify = options.verify();
        this.context = context(options);
    }

    /** An engine for one connection, as server: TLS 1.2 and 1.3, with a client certificate where the options ask for one. */
    public SSLEngine newEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setNeedClientAuth(verify);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLContext context(TlsOptions options) throws IOException {
        Path certFile = required(options.certFile(), "cert_file");
        Path keyFile = required(options.keyFile(), "key_file");
        try {
            Certificate[] chain = certificates(certFile).toArray(new Certificate[0]);
            if (chain.length == 0) {
                throw new IOException("cert_file " + certFile + ": no certificate found");
            }
            PrivateKey key = PemKeys.read(keyFile);
            KeyStore keys = emptyStore();
            keys.setKeyEntry("server", key, NO_PASSWORD, chain);
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trust(options.caFile()), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("tls with " + certFile + " and " + keyFile + ": " + e.getMessage(), e);
        }
    }

    private static Path required(@Nullable Path file, String name) throws IOException {
        if (file == null) {
            throw new IOException("tls: " + name + " is missing");
        }
        return file;
    }

    private static TrustManager @Nullable [] trust(@Nullable Path caFile) throws IOException, GeneralSecurityException {
        if (caFile == null) {
            return null;
        }
        KeyStore trusted = emptyStore();
        int number = 0;
        for (Certificate certificate : certificates(caFile)) {
            trusted.setCertificateEntry("ca" + number++, certificate);
        }
        if (number == 0) {
            throw new IOException("ca_file " + caFile + ": no certificate found");
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return managers.getTrustManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        byte[] pem = PemKeys.onlyBlocks(Files.readString(file, StandardCharsets.US_ASCII), "CERTIFICATE");
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
    }
}
