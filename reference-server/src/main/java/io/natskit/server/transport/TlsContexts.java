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
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS as the options describe it: certificates, keys and authorities from PEM files. Immutable; any thread. */
public final class TlsContexts {
    private static final char[] NO_PASSWORD = {};
    private static final String OWN = "server";
    private static final List<String> SUITES_13 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private final SSLContext context;
    private final Instant validUntil;
    private final boolean verify;
    private final String[] protocols;
    private final String[] suites;
    private final String @Nullable [] groups;

    /**
     * Reads the files; {@code authorities} are asked about the certificates of clients, unless that is null. Throws {@link IOException} naming the
     * file, or the setting, that cannot be used.
     */
    TlsContexts(TlsOptions options, @Nullable OcspJudge authorities, Stapler stapler) throws IOException {
        this.verify = options.verify();
        Managers managers = managers(options, stapler, trust -> verify ? judging(trust, authorities) : trust);
        List<OwnStatus> statuses = managers.statuses();
        this.context = statuses.isEmpty()
                ? managers.context()
                : stapler.context(
                        statuses, managers::context, options.certificates().size() < 2);
        this.validUntil = Objects.requireNonNull(managers.validUntil());
        this.protocols =
                "1.3".equals(options.minVersion()) ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"};
        this.suites = suites(options.cipherSuites(), context.getSupportedSSLParameters());
        this.groups = TlsGroups.of(options.curvePreferences(), context.getSupportedSSLParameters());
    }

    /** An engine for one connection, as server, with a client certificate where the options ask for one. */
    public SSLEngine newEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters(engine.getSSLParameters(), verify));
        return engine;
    }

    /** What a server of the JDK needs to speak TLS as the options describe it; together with {@link #parameters()}. */
    public SSLContext context() {
        return context;
    }

    /** Until when the certificate holds, the first one where there are several. */
    public Instant validUntil() {
        return validUntil;
    }

    /** Protocols, suites and groups; without a client certificate. */
    public SSLParameters parameters() {
        return parameters(context.getDefaultSSLParameters(), false);
    }

    private SSLParameters parameters(SSLParameters parameters, boolean needsCertificate) {
        parameters.setProtocols(protocols);
        parameters.setCipherSuites(suites);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNeedClientAuth(needsCertificate);
        String[] preferred = groups;
        if (preferred != null) {
            TlsGroups.set(parameters, preferred);
        }
        return parameters;
    }

    /** Those of TLS 1.3 are not for choosing, as in nats-server. */
    private static String[] suites(List<String> asked, SSLParameters supported) throws IOException {
        Set<String> known = Set.copyOf(Arrays.asList(supported.getCipherSuites()));
        Set<String> suites = new LinkedHashSet<>(SUITES_13);
        suites.addAll(asked);
        suites.removeIf(suite -> !known.contains(suite));
        if (asked.stream().noneMatch(suites::contains)) {
            throw new IOException("tls cipher_suites: " + asked + " (expected: one that this JDK has)");
        }
        return suites.toArray(new String[0]);
    }

    /**
     * For a client that trusts the authorities of {@code ca_file}, or those of the JDK, and shows the certificate of {@code cert_file} if there is
     * one. Throws as the constructor does.
     */
    public static SSLContext forClient(TlsOptions options) throws IOException {
        boolean withKeys = options.certFile() != null || !options.certificates().isEmpty();
        return managers(options, withKeys ? Stapler.NONE : null, trust -> trust).context();
    }

    /** The chain of certificates by which a client was trusted, its own first, the authority last; empty where none was asked for. */
    public static List<X509Certificate> verifiedChain(SSLSession session) {
        return ClientTrust.verified(session);
    }

    /** Makes of the managers of the JDK, or of null for its own, those that judge. */
    private interface Judging {
        TrustManager @Nullable [] by(TrustManager @Nullable [] trust) throws GeneralSecurityException;
    }

    /** What contexts are made of; until when the certificate holds, null where none is shown; and what is to be shown with it. */
    private record Managers(
            KeyManager @Nullable [] keys,
            TrustManager @Nullable [] trust,
            @Nullable Instant validUntil,
            List<OwnStatus> statuses) {
        SSLContext context() throws IOException {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys, trust, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IOException("tls: " + e.getMessage(), e);
            }
        }
    }

    /** Without a {@code stapler}, without keys. */
    private static Managers managers(TlsOptions options, @Nullable Stapler stapler, Judging judging)
            throws IOException {
        try {
            TrustManager[] trust = trust(options.caFile());
            if (stapler == null) {
                return new Managers(null, judging.by(trust), null, List.of());
            }
            List<TlsOptions.CertificatePair> pairs = pairs(options);
            KeyStore own = own(pairs);
            List<OwnStatus> statuses = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                OwnStatus status = stapler.statusOf(pairs.get(i).certFile(), chain(own, i), () -> authorities(trust));
                if (status != null) {
                    statuses.add(status);
                    complete(own, i, status);
                }
            }
            return new Managers(stapled(keys(own), statuses), judging.by(trust), validUntil(own), statuses);
        } catch (GeneralSecurityException e) {
            throw new IOException("tls: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> chain(KeyStore own, int number) throws GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate one : own.getCertificateChain(OWN + number)) {
            chain.add((X509Certificate) one);
        }
        return chain;
    }

    private static List<X509Certificate> authorities(TrustManager @Nullable [] trust) throws GeneralSecurityException {
        List<X509Certificate> authorities = new ArrayList<>();
        for (TrustManager each : trust == null ? managers(null) : trust) {
            if (each instanceof X509TrustManager known) {
                authorities.addAll(Arrays.asList(known.getAcceptedIssuers()));
            }
        }
        return authorities;
    }

    /** The JDK staples to a certificate that is shown together with its issuer's alone. */
    private static void complete(KeyStore own, int number, OwnStatus status) throws GeneralSecurityException {
        String alias = OWN + number;
        if (own.getCertificateChain(alias).length == 1) {
            Certificate[] chain = {status.certificate(), status.issuer()};
            own.setKeyEntry(alias, own.getKey(alias, NO_PASSWORD), NO_PASSWORD, chain);
        }
    }

    private static KeyManager[] stapled(KeyManager[] keys, List<OwnStatus> statuses) {
        for (int i = 0; i < keys.length; i++) {
            if (!statuses.isEmpty() && keys[i] instanceof X509ExtendedKeyManager others) {
                keys[i] = new StapleKeys(others, statuses);
            }
        }
        return keys;
    }

    private static Instant validUntil(KeyStore own) throws GeneralSecurityException {
        return ((X509Certificate) own.getCertificate(OWN + 0)).getNotAfter().toInstant();
    }

    /** The files of the server's own certificates and keys. */
    private static List<TlsOptions.CertificatePair> pairs(TlsOptions options) throws IOException {
        return options.certificates().isEmpty()
                ? List.of(new TlsOptions.CertificatePair(
                        required(options.certFile(), "cert_file"), required(options.keyFile(), "key_file")))
                : options.certificates();
    }

    /** The server's own keys, each with the chain of its certificate. */
    private static KeyStore own(List<TlsOptions.CertificatePair> pairs) throws IOException, GeneralSecurityException {
        KeyStore keys = emptyStore();
        for (int i = 0; i < pairs.size(); i++) {
            TlsOptions.CertificatePair pair = pairs.get(i);
            Certificate[] chain = certificates(pair.certFile()).toArray(new Certificate[0]);
            if (chain.length == 0) {
                throw new IOException("cert_file " + pair.certFile() + ": no certificate found");
            }
            try {
                keys.setKeyEntry(OWN + i, PemKeys.read(pair.keyFile()), NO_PASSWORD, chain);
            } catch (GeneralSecurityException e) {
                throw new IOException(
                        "tls with " + pair.certFile() + " and " + pair.keyFile() + ": " + e.getMessage(), e);
            }
        }
        return keys;
    }

    private static KeyManager[] keys(KeyStore own) throws GeneralSecurityException {
        // PKIX looks at the name that the client asks for, which takes time where there is nothing to choose from
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(own.size() > 1 ? "PKIX" : KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, NO_PASSWORD);
        return managers.getKeyManagers();
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
        return managers(trusted);
    }

    private static TrustManager[] judging(TrustManager @Nullable [] trust, @Nullable OcspJudge authorities)
            throws GeneralSecurityException {
        TrustManager[] all = trust == null ? managers(null) : trust;
        for (int i = 0; i < all.length; i++) {
            if (all[i] instanceof X509ExtendedTrustManager others) {
                all[i] = new ClientTrust(others, authorities);
            }
        }
        return all;
    }

    private static TrustManager[] managers(@Nullable KeyStore trusted) throws GeneralSecurityException {
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
