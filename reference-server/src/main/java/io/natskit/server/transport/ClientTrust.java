// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges clients' certificates as another trust manager does, and keeps in the session the chain that it has found, which goes up to an authority that
 * is trusted; a client shows it without its end. On threads that may wait.
 */
final class ClientTrust extends X509ExtendedTrustManager {
    private static final String CHAIN = "natskit.verified.chain";
    private static final int CHAIN_MAX = 16;

    private final X509ExtendedTrustManager others;
    private final @Nullable OcspJudge authorities;

    /** With {@code authorities}, each certificate of a chain has to hold still by their word. */
    ClientTrust(X509ExtendedTrustManager others, @Nullable OcspJudge authorities) {
        this.others = others;
        this.authorities = authorities;
    }

    /** The chain that was verified in the handshake of a session, the client's own certificate first; empty where none was asked for. */
    static List<X509Certificate> verified(SSLSession session) {
        return session.getValue(CHAIN) instanceof X509Certificate[] chain ? List.of(chain) : List.of();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        others.checkClientTrusted(chain, kind, engine);
        X509Certificate[] whole = whole(chain);
        if (authorities != null) {
            X509Certificate last = whole[whole.length - 1];
            // nobody is asked about the end of a chain, so this has to be one that needs no asking
            if (!Arrays.asList(others.getAcceptedIssuers()).contains(last)) {
                throw new CertificateException("issuer of [" + last.getSubjectX500Principal()
                        + "]: not found (expected: a trusted authority at the end of the chain)");
            }
            authorities.check(whole);
        }
        SSLSession session = engine.getHandshakeSession();
        session.putValue(CHAIN, whole);
        if (authorities != null) {
            // the JDK judges nobody who resumes a session
            session.invalidate();
        }
    }

    private X509Certificate[] whole(X509Certificate[] shown) {
        List<X509Certificate> trusted = Arrays.asList(others.getAcceptedIssuers());
        List<X509Certificate> whole = new ArrayList<>();
        X509Certificate next = shown[0];
        while (next != null && whole.size() < CHAIN_MAX && !whole.contains(next)) {
            whole.add(next);
            if (trusted.contains(next)) {
                break;
            }
            X509Certificate above = issuer(next, trusted);
            next = above != null ? above : issuer(next, Arrays.asList(shown));
        }
        return whole.toArray(new X509Certificate[0]);
    }

    /** The one among them that signed a certificate; null for none. */
    static @Nullable X509Certificate issuer(X509Certificate of, List<X509Certificate> among) {
        for (X509Certificate one : among) {
            if (of.getIssuerX500Principal().equals(one.getSubjectX500Principal()) && isSigned(of, one)) {
                return one;
            }
        }
        return null;
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate by) {
        try {
            certificate.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    // ---- what the server does not do: sockets, and other servers

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        others.checkClientTrusted(chain, kind, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        others.checkClientTrusted(chain, kind);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        others.checkServerTrusted(chain, kind, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        others.checkServerTrusted(chain, kind, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        others.checkServerTrusted(chain, kind);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return others.getAcceptedIssuers();
    }
}
