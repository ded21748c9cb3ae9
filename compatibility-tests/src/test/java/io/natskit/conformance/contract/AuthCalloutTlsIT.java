// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.callout.AuthCallout;
import io.natskit.callout.Decision;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.jwt.AuthorizationRequestClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service that decides who comes in is told of certificates. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record AuthCalloutTlsIT(Target target) implements Judged {
    private static final NKey ISSUER = NKey.generate(NKeyKind.ACCOUNT);

    private RunningServer start(Certificates own, Authority trusted) {
        return target.start(own.block(", timeout: 60, verify: true, ca_file: \"" + trusted.file() + "\"")
                + "accounts { AUTH { users: [ {user: service, password: pass} ] } }\n"
                + "authorization { timeout: 10, auth_callout { issuer: " + ISSUER.publicKey()
                + ", account: AUTH, auth_users: [ service ] } }\n");
    }

    @Test
    @Rows({"AU-11", "AU-13"})
    void the_chain_of_a_client_goes_up_to_the_root(@TempDir Path folder) throws InterruptedException, IOException {
        BlockingQueue<AuthorizationRequestClaims.Tls> told = new LinkedBlockingQueue<>();
        Authority root = Authority.root(folder, "root");
        Certificates own = root.issue("server", "localhost", null);
        Certificates ada = root.below("issuing").issue("ada", "ada.example", null);
        try (RunningServer server = start(own, root);
                Connection connection = Nats.connect(o -> o.servers("tls://localhost:" + server.port())
                        .servers(s -> s.connectTimeout(Duration.ofSeconds(20)))
                        .tls(t -> t.context(own.presenting(own)))
                        .auth(Authenticator.userPassword("service", "pass".toCharArray())));
                AuthCallout callout = AuthCallout.serve(connection, o -> o.issuer(ISSUER), login -> {
                    told.add(login.claims().tls());
                    return Decision.refuse("only looking");
                });
                Peer peer = Peer.dial(server)) {
            connection.flush();
            peer.info();
            peer.encrypt(own.presenting(ada));
            peer.send("CONNECT {\"verbose\":false,\"user\":\"ada\",\"pass\":\"pass\"}\r\n");
            assertThat(peer.line()).isEqualTo("-ERR 'Authorization Violation'");
            AuthorizationRequestClaims.Tls tls = told.poll(15, TimeUnit.SECONDS);
            assertThat(tls).isNotNull();
            assertThat(tls.certificates()).isEmpty();
            assertThat(tls.verifiedChains()).hasSize(1);
            assertThat(tls.verifiedChains().get(0)).hasSize(3).element(2).isEqualTo(Files.readString(root.file()));
            assertThat(callout.refused()).isEqualTo(1);
        }
    }
}
