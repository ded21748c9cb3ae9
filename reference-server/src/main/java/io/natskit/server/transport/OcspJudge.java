// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.config.OcspPeerOptions;
import io.natskit.server.s2.S2Exception;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks authorities whether the certificates of a chain still hold, unless what they said before still does (AU-17). The JDK judges answers: signature,
 * delegation, status. On threads that may wait.
 */
final class OcspJudge {
    private static final String REFUSED = "client not OCSP valid";

    private final OcspPeerOptions options;
    private final OcspCache cache;
    private final TlsJournal journal;
    private final PeerWitness witness;
    private final Supplier<Instant> clock;
    private final OcspClient client;

    /** Asks {@code cache} first; {@code journal} is told what is let through though it should not be, {@code witness} who is not let in. */
    OcspJudge(
            OcspPeerOptions options,
            OcspCache cache,
            TlsJournal journal,
            PeerWitness witness,
            Supplier<Instant> clock) {
        this.options = options;
        this.cache = cache;
        this.journal = journal;
        this.witness = witness;
        this.clock = clock;
        this.client = new OcspClient(options.timeout());
    }

    /** Throws unless each certificate holds that names somebody to ask; the chain goes up to its root, which is not asked about. */
    void check(X509Certificate[] chain) throws CertificateException {
        for (int i = 0; i + 1 < chain.length; i++) {
            OcspFault fault = fault(chain[i], chain[i + 1]);
            if (fault == null) {
                continue;
            }
            String told = "OCSP verify fail for [" + chain[i].getSubjectX500Principal() + "]";
            if (!options.warnOnly()) {
                witness.linkInvalid(chain[0], chain[i], fault.reason());
                witness.peerRefused(chain[0], REFUSED);
                throw new CertificateException(told + ": " + fault.told());
            }
            journal.warn(told + " but WarnOnly is true so allowing: " + fault.told());
        }
    }

    /** Null if a certificate holds, or names nobody to ask. What cannot be read in it, or in an answer, is a fault. */
    private @Nullable OcspFault fault(X509Certificate certificate, X509Certificate issuer) {
        try {
            List<URI> addresses = OcspClient.addresses(certificate);
            return addresses.isEmpty() ? null : fault(addresses, certificate, issuer);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // addresses that are none, and what is no ASN.1
            return OcspFault.unanswered(e);
        }
    }

    private @Nullable OcspFault fault(List<URI> addresses, X509Certificate certificate, X509Certificate issuer) {
        OcspAnswer before = kept(certificate, issuer);
        if (before != null && isCurrent(before)) {
            return said(before);
        }
        byte[] answer;
        try {
            answer = client.ask(addresses, certificate, issuer);
        } catch (IOException e) {
            return unanswered(certificate, before != null && before.isRevoked(), e);
        }
        try {
            Instant now = clock.get();
            OcspAnswer fresh = OcspAnswer.read(answer, certificate, issuer, now);
            if (!isCurrent(fresh)) {
                return OcspFault.notEffective(fresh);
            }
            if (cache.keepsSome()) {
                cache.keep(OcspCache.key(certificate), OcspEntry.of(fresh, certificate, now));
            }
            return said(fresh);
        } catch (UnusableAnswer e) {
            return e.fault();
        }
    }

    /** What was said before, which may no longer be current; null for nothing. What is not current goes, unless it is to be preserved. */
    private @Nullable OcspAnswer kept(X509Certificate certificate, X509Certificate issuer) {
        String key = OcspCache.key(certificate);
        OcspEntry entry = cache.find(key);
        if (entry == null) {
            return null;
        }
        try {
            OcspAnswer answer = OcspAnswer.read(entry.unpacked(), certificate, issuer, clock.get());
            if (!isCurrent(answer)) {
                cache.drop(key, entry);
            }
            return answer;
        } catch (UnusableAnswer | S2Exception | IllegalStateException e) {
            journal.warn("Invalid cached OCSP response for [" + certificate.getSubjectX500Principal()
                    + "] with fingerprint [" + key + "]: " + e.getMessage());
            cache.drop(key, entry);
            return null;
        }
    }

    private @Nullable OcspFault unanswered(X509Certificate certificate, boolean wasRevoked, Exception problem) {
        if (options.allowWhenUnreachable()) {
            journal.warn("Failed to obtain OCSP CA response for [" + certificate.getSubjectX500Principal()
                    + "] but AllowWhenCAUnreachable set; "
                    + (wasRevoked ? "cached revocation exists so rejecting" : "no cached revocation so allowing") + ": "
                    + problem.getMessage());
            if (!wasRevoked) {
                return null;
            }
        }
        return OcspFault.unanswered(problem);
    }

    private boolean isCurrent(OcspAnswer answer) {
        return answer.isCurrent(clock.get(), options.allowedClockSkew(), options.lifeOfUndated());
    }

    private @Nullable OcspFault said(OcspAnswer answer) {
        if (answer.isRevoked()) {
            return OcspFault.REVOKED;
        }
        return answer.status().equals(OcspAnswer.UNKNOWN) && !options.unknownIsGood() ? OcspFault.UNKNOWN : null;
    }
}
