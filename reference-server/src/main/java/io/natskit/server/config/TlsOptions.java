// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The certificates that a listener shows and what it asks of its peers. Files are PEM. Immutable. */
public final class TlsOptions {
    /** How long {@code handshake_first: auto} waits for a client to begin. */
    public static final Duration AUTO_FALLBACK = Duration.ofMillis(50);

    private final @Nullable Path certFile;
    private final @Nullable Path keyFile;
    private final List<CertificatePair> certificates;
    private final @Nullable Path caFile;
    private final boolean verify;
    private final boolean verifyAndMap;
    private final Duration timeout;
    private final boolean handshakeFirst;
    private final Duration handshakeFirstFallback;
    private final Set<String> pinnedCertificates;
    private final @Nullable String minVersion;
    private final List<String> cipherSuites;
    private final List<String> curvePreferences;
    private final long connectionRateLimit;
    private final boolean allowNonTls;
    private final OcspPeerOptions ocspPeer;

    private TlsOptions(Builder builder) {
        this.certFile = builder.certFile;
        this.keyFile = builder.keyFile;
        this.certificates = builder.certificates;
        this.caFile = builder.caFile;
        this.verify = builder.verify || builder.verifyAndMap;
        this.verifyAndMap = builder.verifyAndMap;
        this.timeout = builder.timeout;
        this.handshakeFirst = builder.handshakeFirst;
        this.handshakeFirstFallback = builder.handshakeFirstFallback;
        this.pinnedCertificates = builder.pinnedCertificates;
        this.minVersion = builder.minVersion;
        this.cipherSuites = builder.cipherSuites;
        this.curvePreferences = builder.curvePreferences;
        this.connectionRateLimit = builder.connectionRateLimit;
        this.allowNonTls = builder.allowNonTls;
        this.ocspPeer = builder.ocspPeer;
    }

    /**
     * A certificate chain and its key, where a listener has several.
     *
     * @param certFile the chain
     * @param keyFile the private key of its first certificate
     */
    public record CertificatePair(Path certFile, Path keyFile) {
        /** Both are there. */
        public CertificatePair {
            Objects.requireNonNull(certFile, "certFile");
            Objects.requireNonNull(keyFile, "keyFile");
        }
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.certFile = certFile;
        builder.keyFile = keyFile;
        builder.certificates = certificates;
        builder.caFile = caFile;
        builder.verify = verify;
        builder.verifyAndMap = verifyAndMap;
        builder.timeout = timeout;
        builder.handshakeFirst = handshakeFirst;
        builder.handshakeFirstFallback = handshakeFirstFallback;
        builder.pinnedCertificates = pinnedCertificates;
        builder.minVersion = minVersion;
        builder.cipherSuites = cipherSuites;
        builder.curvePreferences = curvePreferences;
        builder.connectionRateLimit = connectionRateLimit;
        builder.allowNonTls = allowNonTls;
        builder.ocspPeer = ocspPeer;
        return builder;
    }

    /** The server's certificate chain. */
    public @Nullable Path certFile() {
        return certFile;
    }

    /** The private key of the certificate. */
    public @Nullable Path keyFile() {
        return keyFile;
    }

    /** Several certificates, instead of the one; a client gets the first that suits it. */
    public List<CertificatePair> certificates() {
        return certificates;
    }

    /** The authorities that client certificates must come from. */
    public @Nullable Path caFile() {
        return caFile;
    }

    /** Whether a client must show a certificate. */
    public boolean verify() {
        return verify;
    }

    /** Whether the certificate says which user a client is. */
    public boolean verifyAndMap() {
        return verifyAndMap;
    }

    /** The time that a handshake may take. */
    public Duration timeout() {
        return timeout;
    }

    /** Whether the handshake comes before INFO. */
    public boolean handshakeFirst() {
        return handshakeFirst;
    }

    /** With {@link #handshakeFirst()}: how long a client may be silent before INFO goes out after all; 0 is for ever. */
    public Duration handshakeFirstFallback() {
        return handshakeFirstFallback;
    }

    /** The only client certificates that are let in, each the SHA-256 of its public key (SPKI) in lower-case hex; empty for any. */
    public Set<String> pinnedCertificates() {
        return pinnedCertificates;
    }

    /** {@code 1.2} or {@code 1.3}; null for the default, 1.2. */
    public @Nullable String minVersion() {
        return minVersion;
    }

    /** The cipher suites of TLS 1.2, by the names of IANA. Those of TLS 1.3 are always there. */
    public List<String> cipherSuites() {
        return cipherSuites;
    }

    /** The groups for the exchange of keys, by nats-server's names ({@code X25519}, {@code CurveP256}, …); empty for the JDK's. */
    public List<String> curvePreferences() {
        return curvePreferences;
    }

    /** How many handshakes may begin each second; 0 for any number. */
    public long connectionRateLimit() {
        return connectionRateLimit;
    }

    /** Whether clients may go on in clear. */
    public boolean allowNonTls() {
        return allowNonTls;
    }

    /** Whether authorities are asked if clients' certificates still hold. */
    public OcspPeerOptions ocspPeer() {
        return ocspPeer;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "TlsOptions[", "]");
        text.add("certFile=" + certFile);
        text.add("keyFile=" + keyFile);
        text.add("certificates=" + certificates);
        text.add("caFile=" + caFile);
        text.add("verify=" + verify);
        text.add("verifyAndMap=" + verifyAndMap);
        text.add("timeout=" + timeout);
        text.add("handshakeFirst=" + handshakeFirst);
        text.add("handshakeFirstFallback=" + handshakeFirstFallback);
        text.add("pinnedCertificates=" + pinnedCertificates);
        text.add("minVersion=" + minVersion);
        text.add("cipherSuites=" + cipherSuites);
        text.add("curvePreferences=" + curvePreferences);
        text.add("connectionRateLimit=" + connectionRateLimit);
        text.add("allowNonTls=" + allowNonTls);
        text.add("ocspPeer=" + ocspPeer.verify());
        return text.toString();
    }

    /** Collects the values of {@link TlsOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private @Nullable Path certFile;
        private @Nullable Path keyFile;
        private List<CertificatePair> certificates = List.of();
        private @Nullable Path caFile;
        private boolean verify = false;
        private boolean verifyAndMap = false;
        private Duration timeout = Duration.ofSeconds(2);
        private boolean handshakeFirst = false;
        private Duration handshakeFirstFallback = Duration.ZERO;
        private Set<String> pinnedCertificates = Set.of();
        private @Nullable String minVersion;
        private List<String> cipherSuites = TlsNames.SECURE;
        private List<String> curvePreferences = List.of();
        private long connectionRateLimit = 0;
        private boolean allowNonTls = false;
        private OcspPeerOptions ocspPeer = OcspPeerOptions.OFF;

        private Builder() {}

        /** The server's certificate chain. */
        public Builder certFile(@Nullable Path certFile) {
            this.certFile = certFile;
            return this;
        }

        /** The private key of the certificate. */
        public Builder keyFile(@Nullable Path keyFile) {
            this.keyFile = keyFile;
            return this;
        }

        /** Several certificates, instead of {@link #certFile} and {@link #keyFile}. Default none. */
        public Builder certificates(Collection<CertificatePair> certificates) {
            this.certificates = List.copyOf(certificates);
            return this;
        }

        /** The authorities that client certificates must come from. Default those of the JDK. */
        public Builder caFile(@Nullable Path caFile) {
            this.caFile = caFile;
            return this;
        }

        /** Whether a client must show a certificate. Default false. */
        public Builder verify(boolean verify) {
            this.verify = verify;
            return this;
        }

        /**
         * Whether the client's certificate, which it must show, says which user it is: one of its e-mail addresses, DNS names, URIs, or its
         * subject must be the name of a user. Default false.
         */
        public Builder verifyAndMap(boolean verifyAndMap) {
            this.verifyAndMap = verifyAndMap;
            return this;
        }

        /** The time that a handshake may take. Default 2 seconds. */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** Whether the handshake comes before INFO. Default false. */
        public Builder handshakeFirst(boolean handshakeFirst) {
            this.handshakeFirst = handshakeFirst;
            return this;
        }

        /**
         * With {@link #handshakeFirst}: how long a client may be silent before INFO goes out after all, for clients that know no better;
         * {@link #AUTO_FALLBACK} is nats-server's {@code auto}. Default 0: it never does.
         */
        public Builder handshakeFirstFallback(Duration fallback) {
            this.handshakeFirstFallback = Objects.requireNonNull(fallback, "fallback");
            return this;
        }

        /** The only client certificates that are let in: the SHA-256 of each public key (SPKI) as 64 hex digits. Default any. */
        public Builder pinnedCertificates(Collection<String> fingerprints) {
            Set<String> lower = new LinkedHashSet<>();
            for (String fingerprint : fingerprints) {
                lower.add(GoText.lower(fingerprint));
            }
            this.pinnedCertificates = Set.copyOf(lower);
            return this;
        }

        /** {@code 1.2} or {@code 1.3}. Default 1.2. */
        public Builder minVersion(@Nullable String minVersion) {
            this.minVersion = minVersion;
            return this;
        }

        /** The cipher suites of TLS 1.2 by the names of IANA, the dearest first. Default those with forward secrecy. */
        public Builder cipherSuites(Collection<String> cipherSuites) {
            this.cipherSuites = List.copyOf(cipherSuites);
            return this;
        }

        /** The groups for the exchange of keys, by nats-server's names; needs JDK 20 or later. Default the JDK's. */
        public Builder curvePreferences(Collection<String> curvePreferences) {
            this.curvePreferences = List.copyOf(curvePreferences);
            return this;
        }

        /** How many handshakes may begin each second; the rest is sent away. Default 0: any number. */
        public Builder connectionRateLimit(long perSecond) {
            this.connectionRateLimit = perSecond;
            return this;
        }

        /** Whether clients may go on in clear, as they choose. Default false. */
        public Builder allowNonTls(boolean allowNonTls) {
            this.allowNonTls = allowNonTls;
            return this;
        }

        /** Whether authorities are asked if clients' certificates still hold; needs {@link #verify}. Default not. */
        public Builder ocspPeer(OcspPeerOptions options) {
            this.ocspPeer = Objects.requireNonNull(options, "options");
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public TlsOptions build() {
            return new TlsOptions(this);
        }
    }
}
