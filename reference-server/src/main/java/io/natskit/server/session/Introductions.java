// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.auth.Introduction;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.wire.jwt.AuthorizationRequestClaims;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes down what an authorization service is told of a client. On the client's loop. */
final class Introductions {
    private static final String HIDDEN = "[REDACTED]";
    private static final int PEM_LINE = 64;

    private Introductions() {}

    static Introduction of(ClientSession session, ConnectOptions said, String nonce) {
        TlsInfo secured = session.origin().tls();
        return new Introduction(client(session, said, nonce), connect(said), secured == null ? null : tls(secured));
    }

    private static AuthorizationRequestClaims.Client client(ClientSession session, ConnectOptions said, String nonce) {
        boolean signed = !text(said.signature()).isEmpty();
        return new AuthorizationRequestClaims.Client(
                text(session.host()),
                session.id(),
                user(said),
                text(said.name()),
                List.of(),
                "",
                "Client",
                ConnectionInfo.clientType(session.origin().connectionType()),
                text(session.mqttClient()),
                signed ? nonce : "");
    }

    private static String user(ConnectOptions said) {
        if (!text(said.nkey()).isEmpty()) {
            return text(said.nkey());
        }
        if (!text(said.user()).isEmpty()) {
            return text(said.user());
        }
        return text(said.token()).isEmpty() ? "" : HIDDEN;
    }

    private static AuthorizationRequestClaims.Connect connect(ConnectOptions said) {
        return new AuthorizationRequestClaims.Connect(
                text(said.jwt()),
                text(said.nkey()),
                text(said.signature()),
                text(said.token()),
                text(said.user()),
                text(said.password()),
                text(said.name()),
                text(said.lang()),
                text(said.version()),
                said.protocol());
    }

    private static AuthorizationRequestClaims.Tls tls(TlsInfo secured) {
        List<String> verified = pem(secured.verified());
        return new AuthorizationRequestClaims.Tls(
                secured.version(),
                secured.cipherSuite(),
                verified.isEmpty() ? pem(secured.certificates()) : List.of(),
                verified.isEmpty() ? List.of() : List.of(verified));
    }

    private static List<String> pem(List<X509Certificate> certificates) {
        List<String> chain = new ArrayList<>();
        try {
            for (X509Certificate one : certificates) {
                chain.add("-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(one.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
            }
        } catch (CertificateEncodingException e) {
            return List.of();
        }
        return chain;
    }

    private static String text(@Nullable String said) {
        return Objects.requireNonNullElse(said, "");
    }
}
