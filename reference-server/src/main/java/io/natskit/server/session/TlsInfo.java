// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.transport.TlsContexts;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSession;

/**
 * What a client's TLS handshake came to. Immutable.
 *
 * @param version such as {@code 1.3}
 * @param cipherSuite by its IANA name
 * @param certificates those that the client showed, its own first; empty for none
 * @param verified the chain by which it was trusted, up to the authority; empty where no certificate was asked for
 * @param first whether the handshake came before the greeting
 */
public record TlsInfo(
        String version,
        String cipherSuite,
        List<X509Certificate> certificates,
        List<X509Certificate> verified,
        boolean first) {
    private static final String PREFIX = "TLSv";

    static TlsInfo of(SSLSession secured, boolean first) {
        return new TlsInfo(
                version(secured),
                secured.getCipherSuite(),
                PeerCertificate.chain(secured),
                TlsContexts.verifiedChain(secured),
                first);
    }

    private static String version(SSLSession secured) {
        String protocol = secured.getProtocol();
        return protocol.startsWith(PREFIX) ? protocol.substring(PREFIX.length()) : protocol;
    }
}
