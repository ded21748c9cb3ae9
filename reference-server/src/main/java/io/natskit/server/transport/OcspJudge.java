// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.config.OcspPeerOptions;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks authorities whether the certificates of a chain still hold, and remembers what they said (AU-17). The JDK judges answers: signature, delegation,
 * dates, status. On threads that may wait.
 */
final class OcspJudge {
    private static final int KEPT_MAX = 1024;
    private static final String REFUSED = "client not OCSP valid";

    private final OcspPeerOptions options;
    private final Consumer<String> warnings;
    private final PeerWitness witness;
    private final OcspClient client;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock; the oldest goes first
    private final Map<X509Certificate, Answer> kept = new LinkedHashMap<>();

    /** What was said last, and until when it need not be asked again. */
    private record Answer(byte[] bytes, boolean isRevoked, long untilNanos) {}

    OcspJudge(OcspPeerOptions options, Consumer<String> warnings, PeerWitness witness) {
        this.options = options;
        this.warnings = warnings;
        this.witness = witness;
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
            warnings.accept(told + " but WarnOnly is true so allowing: " + fault.told());
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
        Answer before = kept(certificate);
        if (before != null && System.nanoTime() - before.untilNanos < 0) {
            OcspFault known = verdict(before.bytes, certificate, issuer);
            if (isSettled(known)) {
                return known;
            }
        }
        byte[] answer;
        try {
            answer = client.ask(addresses, certificate, issuer);
        } catch (IOException | GeneralSecurityException e) {
            if (options.allowWhenUnreachable() && (before == null || !before.isRevoked)) {
                warnings.accept("Failed to obtain OCSP CA response for [" + certificate.getSubjectX500Principal()
                        + "] but AllowWhenCAUnreachable set: " + e.getMessage());
                return null;
            }
            return OcspFault.unanswered(e);
        }
        OcspFault fault = verdict(answer, certificate, issuer);
        if (isSettled(fault)) {
            keep(certificate, answer, fault != null);
        }
        return fault;
    }

    /** Asking again would change nothing for now. */
    private static boolean isSettled(@Nullable OcspFault fault) {
        return fault == null || fault.equals(OcspFault.REVOKED);
    }

    /** The JDK looks at the dates of an answer each time, also of one that came before. */
    private @Nullable OcspFault verdict(byte[] answer, X509Certificate certificate, X509Certificate issuer) {
        OcspFault fault = OcspFault.in(answer, certificate, issuer);
        return OcspFault.UNKNOWN.equals(fault) && options.unknownIsGood() ? null : fault;
    }

    private @Nullable Answer kept(X509Certificate certificate) {
        lock.lock();
        try {
            return kept.get(certificate);
        } finally {
            lock.unlock();
        }
    }

    private void keep(X509Certificate certificate, byte[] answer, boolean isRevoked) {
        long until = System.nanoTime() + options.lifeOfUndated().toNanos();
        lock.lock();
        try {
            kept.remove(certificate);
            kept.put(certificate, new Answer(answer, isRevoked, until));
            if (kept.size() > KEPT_MAX) {
                kept.remove(kept.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }
}
