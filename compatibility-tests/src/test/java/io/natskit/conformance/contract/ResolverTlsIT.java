// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Accounts that are looked up by HTTPS: {@code resolver_tls} says whom to trust, and what to show. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
class ResolverTlsIT implements Judged {
    private static final String VIOLATION = "-ERR 'Authorization Violation'";
    private static final NKey OPERATOR = NKey.generate(NKeyKind.OPERATOR);
    private static final NKey A = NKey.generate(NKeyKind.ACCOUNT);

    private final Target target;

    @TempDir
    Path folder;

    ResolverTlsIT(Target target) {
        this.target = target;
    }

    @Override
    public Target target() {
        return target;
    }

    /** Serves the account to who shows the certificate of {@code client}. */
    private static HttpsServer serve(Certificates own, Certificates client) throws IOException {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(client.presenting(own)) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        byte[] jwt = AccountClaims.builder(A.publicKey()).sign(OPERATOR).getBytes(StandardCharsets.US_ASCII);
        https.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, jwt.length);
            exchange.getResponseBody().write(jwt);
            exchange.close();
        });
        https.start();
        return https;
    }

    private String answer(int port, String tls) {
        String config = "debug: true\noperator: "
                + OperatorClaims.builder(OPERATOR.publicKey()).sign(OPERATOR) + "\nresolver: URL(https://localhost:"
                + port + "/accounts/)\nresolver_tls { " + tls + " }\n";
        try (RunningServer server = target.start(config)) {
            return TokenPeer.answer(server, A);
        } catch (IllegalStateException notStarted) {
            // nats-server asks its resolver once before it begins
            return VIOLATION;
        }
    }

    @Test
    @Rows({"AU-10", "CF-21"})
    void the_resolver_is_trusted_by_its_authority_and_is_shown_a_certificate() throws IOException {
        Certificates own = Certificates.make(folder, "resolver", "dns:localhost");
        Certificates client = Certificates.make(folder, "client", "dns:client");
        Certificates stranger = Certificates.make(folder, "stranger", "dns:localhost");
        HttpsServer https = serve(own, client);
        try {
            int port = https.getAddress().getPort();
            String shown = "cert_file: '" + client.certificate() + "', key_file: '" + client.key() + "'";
            assertThat(answer(port, "ca_file: '" + own.certificate() + "', " + shown))
                    .isEqualTo("PONG");
            assertThat(answer(port, "ca_file: '" + stranger.certificate() + "', " + shown))
                    .isEqualTo(VIOLATION);
            assertThat(answer(port, "ca_file: '" + own.certificate() + "'")).isEqualTo(VIOLATION);
        } finally {
            https.stop(0);
        }
    }
}
