// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionState;
import io.natskit.client.PermissionException;
import io.natskit.server.NatsServer;
import io.natskit.wire.creds.CredentialsFile;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * From nothing to a working user without a password: an operator signs accounts, an account signs users, and the server knows the operator alone. A user is a file;
 * taking it back is a new version of the account, sent to the running server.
 */
public final class OperatorMode {
    private final NKey operator = NKey.generate(NKeyKind.OPERATOR);
    private final NKey system = NKey.generate(NKeyKind.ACCOUNT);
    private final NKey shop = NKey.generate(NKeyKind.ACCOUNT);
    private final NKey clerk = NKey.generate(NKeyKind.USER);

    private OperatorMode() {}

    /** Runs it, with a server of its own, since the operator is the point. */
    public static void main(String[] args) {
        Sample.main(OperatorMode::run);
    }

    static void run() throws Exception {
        Path folder = Files.createTempDirectory("natskit-sample");
        Path credentials = folder.resolve("clerk.creds");
        try {
            new OperatorMode().run(credentials);
        } finally {
            Sample.delete(folder);
        }
    }

    private void run(Path credentials) throws Exception {
        UserRules mayOrder = UserRules.builder()
                .permissions(ClaimPermissions.ALL.publish(List.of("orders.*"), List.of()))
                .build();
        String user = UserClaims.builder(clerk.publicKey())
                .name("clerk")
                .rules(mayOrder)
                .sign(shop);
        CredentialsFile.write(credentials, user, clerk.seed());
        try (NatsServer server = NatsServer.builder().config(config()).start();
                Connection connection = Nats.connect(o -> o.servers(server.url())
                        .auth(Authenticator.credentialsFile(credentials))
                        .reconnect(r -> r.enabled(false)))) {
            connection.publish("orders.book", "one please");
            connection.flush();
            System.out.println("the clerk is in, by " + credentials.getFileName());
            try {
                connection.request("prices.book", new byte[0]);
                throw new AssertionError("the clerk may set prices");
            } catch (PermissionException refused) {
                System.out.println("and may not set prices: " + refused.getMessage());
            }
            dismiss(server);
            Sample.await("whether the clerk is out", true, () -> connection.state() instanceof ConnectionState.Closed);
            System.out.println("the clerk is dismissed, and out at once");
        }
    }

    /** The server trusts the operator, and is given the accounts; no user is named. */
    private String config() {
        String accounts = system.publicKey() + ": "
                + AccountClaims.builder(system.publicKey()).name("SYS").sign(operator) + "\n" + shop.publicKey() + ": "
                + shopClaims().sign(operator);
        return """
                operator: %s
                system_account: %s
                resolver: MEMORY
                resolver_preload { %s }
                """.formatted(
                OperatorClaims.builder(operator.publicKey()).name("Books").sign(operator),
                system.publicKey(),
                accounts);
    }

    private AccountClaims.Builder shopClaims() {
        return AccountClaims.builder(shop.publicKey()).name("SHOP");
    }

    /** A user of the system account sends the account's new version, which no longer takes what the clerk was given until now. */
    private void dismiss(NatsServer server) {
        NKey administrator = NKey.generate(NKeyKind.USER);
        String user = UserClaims.builder(administrator.publicKey()).sign(system);
        String update = shopClaims()
                .revoke(clerk.publicKey(), Instant.now().getEpochSecond())
                .sign(operator);
        try (Connection connection =
                Nats.connect(o -> o.servers(server.url()).auth(Authenticator.jwt(user, administrator.seed())))) {
            String answer = connection
                    .request(
                            "$SYS.REQ.ACCOUNT." + shop.publicKey() + ".CLAIMS.UPDATE",
                            update.getBytes(StandardCharsets.US_ASCII),
                            Duration.ofSeconds(5))
                    .text();
            Sample.check("whether the server took it", true, answer.contains("\"code\":200"));
        }
    }
}
