// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.config.OcspPeerOptions;
import io.natskit.server.session.Witnesses;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

class ClientTrustTest {
    @Test
    void a_chain_whose_end_is_no_trusted_authority_is_refused_where_authorities_are_asked() throws Exception {
        OcspJudge judge = new OcspJudge(
                OcspPeerOptions.builder().verify(true).build(),
                new OcspCache(Map.of(), false),
                new Silence(),
                new Witnesses(),
                Instant::now);
        ClientTrust trust = new ClientTrust(new Credulous(), judge);
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();

        assertThatThrownBy(() -> trust.checkClientTrusted(new X509Certificate[] {someCertificate()}, "EC", engine))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("not found (expected: a trusted authority at the end of the chain)");
    }

    /** One of those that the JDK knows. */
    private static X509Certificate someCertificate() throws Exception {
        TrustManagerFactory known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        known.init((KeyStore) null);
        return ((X509TrustManager) known.getTrustManagers()[0]).getAcceptedIssuers()[0];
    }

    /** Hears what nobody says here. */
    private static final class Silence implements TlsJournal {
        @Override
        public void notice(String line) {}

        @Override
        public void warn(String line) {}

        @Override
        public void error(String line) {}
    }

    /** Takes every chain, and names no authority. */
    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
