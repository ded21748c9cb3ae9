// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The certificate that a client showed in the handshake. */
final class PeerCertificate {
    private PeerCertificate() {}

    /** The client's own certificate, or null if it showed none. */
    static @Nullable X509Certificate of(SSLSession secured) {
        List<X509Certificate> chain = chain(secured);
        return chain.isEmpty() ? null : chain.get(0);
    }

    /** The certificates that the client showed, its own first; empty for none. */
    static List<X509Certificate> chain(SSLSession secured) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate one : secured.getPeerCertificates()) {
                if (!(one instanceof X509Certificate known)) {
                    break;
                }
                chain.add(known);
            }
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
        return List.copyOf(chain);
    }

    /** Why the client's key is none of these, as nats-server logs it; null if it is, or if none are named. */
    static @Nullable String notPinned(SSLSession secured, Set<String> pinned) {
        if (pinned.isEmpty()) {
            return null;
        }
        X509Certificate own = of(secured);
        if (own == null) {
            return "Failed pinned cert test as client did not provide a certificate";
        }
        String fingerprint = fingerprint(own);
        return pinned.contains(fingerprint) ? null : "Failed pinned cert test for key id: " + fingerprint;
    }

    /** Whether the key of a certificate is one of these. */
    static boolean isPinned(X509Certificate certificate, Set<String> pinned) {
        return pinned.contains(fingerprint(certificate));
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            return HexFormat.of().formatHex(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("SHA-256 belongs to every JDK", e);
        }
    }
}
