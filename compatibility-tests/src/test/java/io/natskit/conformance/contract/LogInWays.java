// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.conformance.contract.LogInDoors.Door;
import io.natskit.conformance.transcript.Json;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.JetStreamLimits;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.OperatorLimits;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Every way to log in, and the configurations in which it is one. */
final class LogInWays {
    /** Lists of connection types; the first stands for no list at all. */
    private static final List<List<String>> TYPES = List.of(
            List.of(),
            List.of("STANDARD"),
            List.of("WEBSOCKET"),
            List.of("standard", "WebSocket"),
            List.of("LEAFNODE", "MQTT"),
            List.of("IN_PROCESS"));

    static final String PASSWORD = "matrix-password";

    /** {@link #PASSWORD} by bcrypt. */
    static final String HASH = "$2a$04$.OGB/.SE/ueHAeqKBO2NC.rmbWXNjBt9tKRqmPSmuD.2oEA5cNwA6";

    private final NKey user = NKey.generate(NKeyKind.USER);
    private final NKey other = NKey.generate(NKeyKind.USER);

    /**
     * One way.
     *
     * @param row its name, the list of types and what is wrong, for the table
     * @param types the doors that the user is limited to; empty for none
     * @param right whether the credentials are
     * @param certificate which certificate is shown, where one is asked for
     * @param fields what CONNECT has, for a nonce
     */
    record Way(String row, List<String> types, boolean right, String certificate, UnaryOperator<String> fields) {
        String connect(String nonce) {
            return "CONNECT {\"verbose\":false,\"protocol\":1" + fields.apply(nonce) + "}\r\nPING\r\n";
        }

        /** What CONNECT says of this, for doors that have a CONNECT of their own; empty for nothing. */
        String field(String name) {
            String said = fields.apply("");
            Object value = said.isEmpty()
                    ? null
                    : Json.object("{" + said.substring(1) + "}").get(name);
            return value == null ? "" : String.valueOf(value);
        }

        private boolean isSigned() {
            return !field("sig").isEmpty();
        }

        boolean isLetIn(Door door) {
            return right
                    && (door.takesSignatures() || !isSigned())
                    && (types.isEmpty() || types.stream().anyMatch(door.type()::equalsIgnoreCase));
        }
    }

    /** A configuration and the ways in it. */
    record Setting(String config, boolean certificates, List<Way> ways) {}

    List<Setting> settings() {
        return List.of(users(), operator(), token(), single(), nobody(), certificates());
    }

    private static Way way(String name, List<String> types, String wrong, UnaryOperator<String> fields) {
        String list = types.isEmpty() ? "any" : String.join(", ", types);
        return new Way(
                name + "|" + list + "|" + (wrong.isEmpty() ? "right" : wrong), types, wrong.isEmpty(), "", fields);
    }

    private static String signed(NKey key, String nonce) {
        return ",\"sig\":\"" + TokenPeer.signature(key, nonce) + "\"";
    }

    private static String login(String user, String password) {
        return ",\"user\":\"" + user + "\",\"pass\":\"" + password + "\"";
    }

    // ---- users of the configuration

    private Setting users() {
        StringBuilder users = new StringBuilder();
        List<Way> ways = new ArrayList<>();
        for (int i = 0; i < TYPES.size(); i++) {
            List<String> types = TYPES.get(i);
            String list =
                    types.isEmpty() ? "" : ", allowed_connection_types: [\"" + String.join("\", \"", types) + "\"]";
            NKey own = NKey.generate(NKeyKind.USER);
            String plain = "plain" + i;
            String hashed = "hashed" + i;
            users.append(" {user: ")
                    .append(plain)
                    .append(", password: ")
                    .append(PASSWORD)
                    .append(list)
                    .append("}\n");
            users.append(" {user: ")
                    .append(hashed)
                    .append(", password: \"")
                    .append(HASH)
                    .append('"')
                    .append(list)
                    .append("}\n");
            users.append(" {nkey: ").append(own.publicKey()).append(list).append("}\n");
            ways.add(way("password", types, "", nonce -> login(plain, PASSWORD)));
            ways.add(way("password", types, "wrong password", nonce -> login(plain, "wrong")));
            ways.add(way("bcrypt", types, "", nonce -> login(hashed, PASSWORD)));
            ways.add(way("bcrypt", types, "the hash itself", nonce -> login(hashed, HASH)));
            String nkey = ",\"nkey\":\"" + own.publicKey() + "\"";
            ways.add(way("nkey", types, "", nonce -> nkey + signed(own, nonce)));
            ways.add(way("nkey", types, "signed by another", nonce -> nkey + signed(other, nonce)));
        }
        ways.add(way("password", List.of(), "unknown user", nonce -> login("nobody", PASSWORD)));
        ways.add(way("nothing", List.of(), "nothing", nonce -> ""));
        return new Setting("authorization { timeout: 60, users: [\n" + users + "] }\n", false, ways);
    }

    // ---- operator mode

    private Setting operator() {
        NKey operator = NKey.generate(NKeyKind.OPERATOR);
        NKey account = NKey.generate(NKeyKind.ACCOUNT);
        NKey signing = NKey.generate(NKeyKind.ACCOUNT);
        NKey stranger = NKey.generate(NKeyKind.ACCOUNT);
        NKey system = NKey.generate(NKeyKind.ACCOUNT);
        String claims = AccountClaims.builder(account.publicKey())
                .name("A")
                .signingKey(SigningKey.of(signing.publicKey()))
                .limits(OperatorLimits.builder()
                        .jetStream(JetStreamLimits.UNLIMITED)
                        .build())
                .sign(operator);
        String config = "operator: "
                + OperatorClaims.builder(operator.publicKey()).name("op").sign(operator) + "\nresolver: MEMORY\n"
                + "authorization { timeout: 60 }\nsystem_account: " + system.publicKey() + "\nresolver_preload: {\n "
                + account.publicKey() + ": " + claims + "\n " + system.publicKey() + ": "
                + AccountClaims.builder(system.publicKey()).sign(operator) + "\n}\n";
        List<Way> ways = new ArrayList<>();
        for (List<String> types : TYPES) {
            String own = jwt(types, false).sign(account);
            String signed = jwt(types, false).issuerAccount(account.publicKey()).sign(signing);
            String bearer = jwt(types, true).sign(account);
            ways.add(way("JWT", types, "", nonce -> token(own) + signed(user, nonce)));
            ways.add(way("JWT", types, "signed by another", nonce -> token(own) + signed(other, nonce)));
            ways.add(way("JWT by a signing key", types, "", nonce -> token(signed) + signed(user, nonce)));
            ways.add(way("JWT by a signing key", types, "no signature", nonce -> token(signed)));
            ways.add(way("bearer JWT", types, "", nonce -> token(bearer)));
            String foreign = jwt(types, true).sign(stranger);
            ways.add(way("bearer JWT", types, "of another account", nonce -> token(foreign)));
        }
        ways.add(way("nothing", List.of(), "in operator mode", nonce -> ""));
        return new Setting(config, false, ways);
    }

    private UserClaims.Builder jwt(List<String> types, boolean bearer) {
        return UserClaims.builder(user.publicKey())
                .name("ada")
                .rules(UserRules.builder()
                        .connectionTypes(types)
                        .bearerToken(bearer)
                        .build());
    }

    private static String token(String jwt) {
        return ",\"jwt\":\"" + jwt + "\"";
    }

    // ---- one for all

    private static Setting token() {
        return new Setting(
                "authorization { timeout: 60, token: matrix-token }\n",
                false,
                List.of(
                        way("token", List.of(), "", nonce -> ",\"auth_token\":\"matrix-token\""),
                        way("token", List.of(), "wrong token", nonce -> ",\"auth_token\":\"other\""),
                        way("token", List.of(), "as a password", nonce -> login("matrix-token", ""))));
    }

    private static Setting single() {
        return new Setting(
                "authorization { timeout: 60, user: one, password: " + PASSWORD + " }\n",
                false,
                List.of(
                        way("single user", List.of(), "", nonce -> login("one", PASSWORD)),
                        way("single user", List.of(), "wrong password", nonce -> login("one", "wrong")),
                        way("single user", List.of(), "wrong user", nonce -> login("two", PASSWORD))));
    }

    private static Setting nobody() {
        String users = "accounts { A { jetstream: enabled, users: [ {user: guest, password: unused} ] } }\n"
                + "no_auth_user: guest\n";
        return new Setting(
                users,
                false,
                List.of(
                        way("no_auth_user", List.of(), "", nonce -> ""),
                        way("no_auth_user", List.of(), "wrong password beside", nonce -> login("guest", "wrong"))));
    }

    private static Setting certificates() {
        List<Way> ways = new ArrayList<>();
        for (String shown : List.of("known", "stranger", "")) {
            boolean right = shown.equals("known");
            String wrong = shown.isEmpty() ? "none shown" : "of nobody known";
            ways.add(new Way("certificate|any|" + (right ? "right" : wrong), List.of(), right, shown, nonce -> ""));
        }
        return new Setting("authorization { timeout: 60, users: [ {user: \"ada@nats.example\"} ] }\n", true, ways);
    }
}
