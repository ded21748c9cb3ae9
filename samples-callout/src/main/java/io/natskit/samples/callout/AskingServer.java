// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.callout;

import io.natskit.Nats;
import io.natskit.callout.AuthCallout;
import io.natskit.callout.Decider;
import io.natskit.client.AuthenticationException;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.client.PermissionException;
import io.natskit.server.NatsServer;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.util.List;

/**
 * A server that asks a service about whoever wants to come in, and that service's connection. What they say to each other is sealed, since it holds what
 * clients log in with.
 */
final class AskingServer implements AutoCloseable {
    private final NKey issuer = NKey.generate(NKeyKind.ACCOUNT);
    private final NKey curve = NKey.generate(NKeyKind.CURVE);
    private final NKey service = NKey.generate(NKeyKind.USER);
    private final NatsServer server;
    private final Connection connection;

    private AskingServer(Decider decider) {
        server = NatsServer.builder()
                .config("""
                    accounts {
                      AUTH { users: [ { nkey: %1$s } ] }
                      APP {}
                    }
                    authorization {
                      timeout: 5
                      auth_callout { issuer: %2$s, account: AUTH, auth_users: [ %1$s ], xkey: %3$s }
                    }
                    """.formatted(service.publicKey(), issuer.publicKey(), curve.publicKey()))
                .start();
        // the one user that the configuration knows is the service itself
        connection = Nats.connect(o -> o.servers(server.url()).auth(Authenticator.nkey(service.seed())));
        AuthCallout.serve(connection, o -> o.issuer(issuer).account("APP").curveKey(curve), decider);
        connection.flush();
    }

    /** One whose log-ins are for the decider to judge. */
    static AskingServer start(Decider decider) {
        return new AskingServer(decider);
    }

    /** Somebody's connection. Throws {@link AuthenticationException} if the service does not want that. */
    Connection connect(Authenticator who) {
        return Nats.connect(o -> o.servers(server.url()).auth(who).reconnect(r -> r.enabled(false)));
    }

    /** Throws unless that one stays out. */
    void requireRefused(String what, Authenticator who) {
        try (Connection in = connect(who)) {
            throw new IllegalStateException(what + " got in by " + in);
        } catch (AuthenticationException refused) {
            System.out.println(what + " stays out: " + refused.getMessage());
        }
    }

    /** Throws unless that one comes in, may publish to the one subject and may not to the other. */
    void requireMayOnly(Authenticator who, String may, String mayNot) {
        try (Connection in = connect(who)) {
            in.publish(may, "from somebody known");
            in.flush();
            requireMayNot(in, mayNot);
        }
    }

    /** Throws unless that one comes in and may not publish to the subject. */
    void requireMayNot(Authenticator who, String subject) {
        try (Connection in = connect(who)) {
            requireMayNot(in, subject);
        }
    }

    private static void requireMayNot(Connection in, String subject) {
        try {
            in.request(subject, new byte[0]);
            throw new IllegalStateException("published to " + subject);
        } catch (PermissionException refused) {
            System.out.println("in, and not for everything: " + refused.getMessage());
        }
    }

    /** What somebody may do who belongs to these groups: publish below their names. One whose name is no plain word of a subject gives nothing. */
    static UserRules rules(List<String> groups) {
        List<String> subjects = groups.stream()
                .filter(AskingServer::isPlain)
                .map(group -> group + ".>")
                .sorted()
                .toList();
        return UserRules.builder()
                // an empty list would allow everything
                .permissions(
                        subjects.isEmpty()
                                ? ClaimPermissions.ALL.publish(List.of(), List.of(">"))
                                : ClaimPermissions.ALL.publish(subjects, List.of()))
                .build();
    }

    /** Names come from elsewhere: a group of the name {@code *} would be allowed everything. */
    private static boolean isPlain(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
    }

    @Override
    public void close() {
        connection.close();
        server.close();
    }
}
