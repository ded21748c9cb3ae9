// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.TokenPeer.answer;
import static io.natskit.conformance.contract.TokenPeer.ask;
import static io.natskit.conformance.contract.TokenPeer.login;
import static io.natskit.conformance.contract.TokenPeer.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.GenericClaims;
import io.natskit.wire.jwt.MappedSubject;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.OperatorLimits;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Accounts whose tokens lie in a directory: all of them, or those that were used last; what the system account may ask of it, and other servers. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
class AccountDirectoryIT implements Judged {
    private static final String VIOLATION = "-ERR 'Authorization Violation'";
    private static final NKey OPERATOR = NKey.generate(NKeyKind.OPERATOR);
    private static final NKey SIGNING = NKey.generate(NKeyKind.OPERATOR);
    private static final NKey SYSTEM = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey SYSTEM_SIGNING = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey A = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey B = NKey.generate(NKeyKind.ACCOUNT);

    private final Target target;

    @TempDir
    Path folder;

    AccountDirectoryIT(Target target) {
        this.target = target;
    }

    @Override
    public Target target() {
        return target;
    }

    private String config(String resolver, boolean strict) {
        String operator = OperatorClaims.builder(OPERATOR.publicKey())
                .systemAccount(SYSTEM.publicKey())
                .signingKeys(List.of(SIGNING.publicKey()))
                .strictSigningKeyUsage(strict)
                .sign(OPERATOR);
        return "debug: true\noperator: " + operator + "\nsystem_account: " + SYSTEM.publicKey() + "\nresolver: {dir: '"
                + folder.resolve("jwt") + "', " + resolver + "}\nresolver_preload: { " + SYSTEM.publicKey() + ": "
                + AccountClaims.builder(SYSTEM.publicKey())
                        .name("SYS")
                        .signingKey(SigningKey.of(SYSTEM_SIGNING.publicKey()))
                        .sign(SIGNING)
                + " }\n";
    }

    private RunningServer start(String resolver) {
        return target.start(config(resolver, false));
    }

    private static String jwt(NKey account, String name) {
        return AccountClaims.builder(account.publicKey()).name(name).sign(OPERATOR);
    }

    private static String update(Peer system, String jwt) {
        return said(ask(system, "$SYS.REQ.CLAIMS.UPDATE", jwt));
    }

    private static String update(Peer system, NKey account, String jwt) {
        return said(ask(system, "$SYS.REQ.ACCOUNT." + account.publicKey() + ".CLAIMS.UPDATE", jwt));
    }

    /** The code and the text of an answer. */
    private static String said(Map<String, Object> answer) {
        assertThat(answer).containsKey("server");
        Map<?, ?> part = (Map<?, ?>) (answer.containsKey("data") ? answer.get("data") : answer.get("error"));
        Object text = answer.containsKey("data") ? part.get("message") : part.get("description");
        return part.get("code") + " " + text;
    }

    private static String deletion(NKey by, NKey... accounts) {
        StringBuilder all = new StringBuilder();
        for (NKey one : accounts) {
            all.append(all.isEmpty() ? "" : ",")
                    .append('"')
                    .append(one.publicKey())
                    .append('"');
        }
        byte[] data = ("{\"accounts\":[" + all + "]}").getBytes(StandardCharsets.US_ASCII);
        return GenericClaims.builder(by.publicKey(), data).sign(by);
    }

    private static String delete(Peer system, String order) {
        return said(ask(system, "$SYS.REQ.CLAIMS.DELETE", order));
    }

    private Path file(NKey account, String ending) {
        return folder.resolve("jwt").resolve(account.publicKey() + ending);
    }

    @Test
    @Rows({"AU-10", "SY-05", "CF-21"})
    void an_account_that_is_pushed_is_known_at_once_and_lies_in_a_file() throws IOException {
        try (RunningServer server = start("type: full")) {
            String pushed = jwt(A, "A");
            try (Peer system = login(server, SYSTEM)) {
                assertThat(update(system, pushed)).isEqualTo("200 jwt updated");
                assertThat(answer(server, A)).isEqualTo("PONG");
                assertThat(Files.readString(file(A, ".jwt"))).isEqualTo(pushed);
                assertThat(update(system, B, jwt(B, "B"))).isEqualTo("200 jwt updated");
                assertThat(ask(system, "$SYS.REQ.CLAIMS.LIST", "").get("data"))
                        .asInstanceOf(InstanceOfAssertFactories.list(Object.class))
                        .containsExactlyInAnyOrder(SYSTEM.publicKey(), A.publicKey(), B.publicKey());
            }
            assertThat(answer(server, NKey.generate(NKeyKind.ACCOUNT))).isEqualTo(VIOLATION);
        }
    }

    @Test
    @Rows({"AU-10", "CF-21"})
    void a_directory_moves_from_one_server_to_another() {
        try (RunningServer server = start("type: full");
                Peer system = login(server, SYSTEM)) {
            assertThat(update(system, jwt(A, "A"))).isEqualTo("200 jwt updated");
        }
        SuiteTargets.reachable().forEach(other -> {
            try (RunningServer server = other.start(config("type: full", false))) {
                assertThat(answer(server, A)).as(other.name()).isEqualTo("PONG");
            }
        });
    }

    @Test
    @Rows({"AU-10", "AC-08"})
    void newer_claims_reach_who_is_connected() {
        try (RunningServer server = start("type: full");
                Peer system = login(server, SYSTEM)) {
            update(system, jwt(A, "A"));
            try (Peer first = login(server, A);
                    Peer second = login(server, A)) {
                String small = AccountClaims.builder(A.publicKey())
                        .limits(OperatorLimits.builder().connections(1).build())
                        .sign(OPERATOR);
                assertThat(update(system, small)).isEqualTo("200 jwt updated");
                assertThat(second.word()).isEqualTo("-ERR 'maximum account active connections exceeded'");
                first.fence();
            }
        }
    }

    @Test
    @Rows({"AU-10", "SY-05"})
    void what_is_no_account_for_this_operator_is_refused_in_the_same_words() {
        try (RunningServer server = target.start(config("type: full", true));
                Peer system = login(server, SYSTEM, SYSTEM_SIGNING)) {
            assertThat(update(system, "x")).isEqualTo("500 jwt update resulted in error - expected 3 chunks");
            assertThat(update(system, A, AccountClaims.builder(B.publicKey()).sign(SIGNING)))
                    .isEqualTo("500 jwt update resulted in error - subject does not match jwt content");
            assertThat(update(system, jwt(A, "A")))
                    .isEqualTo("500 jwt update resulted in error - operator requires issuer to be a signing key");
            String mapped = AccountClaims.builder(A.publicKey())
                    .mapping("a.*", List.of(new MappedSubject("b.$2", 100, "")))
                    .sign(SIGNING);
            assertThat(update(system, mapped)).startsWith("500 jwt validation failed - ");
            assertThat(answer(server, A)).isEqualTo(VIOLATION);
            assertThat(file(A, ".jwt")).doesNotExist();
        }
    }

    @Test
    @Rows({"AU-10", "SY-05"})
    void a_token_of_a_stranger_changes_nothing_for_who_comes_in() {
        try (RunningServer server = start("type: full");
                Peer system = login(server, SYSTEM)) {
            update(system, jwt(A, "A"));
            assertThat(answer(server, A)).isEqualTo("PONG");
            NKey stranger = NKey.generate(NKeyKind.OPERATOR);
            String forged = AccountClaims.builder(A.publicKey()).name("forged").sign(stranger);
            boolean ours = target.family().equals("natskit");
            assertThat(update(system, forged))
                    .isEqualTo(
                            ours
                                    ? "500 jwt update resulted in error - account is not signed by a trusted operator"
                                    : "200 jwt updated");
            assertThat(answer(server, A)).isEqualTo("PONG");
            assertThat(file(A, ".jwt").toFile().length() == forged.length()).isEqualTo(!ours);
        }
    }

    @Test
    @Rows({"AU-10", "SY-05"})
    void an_account_that_is_deleted_has_its_clients_leave_and_its_file_renamed() {
        try (RunningServer server = start("type: full, allow_delete: true");
                Peer system = login(server, SYSTEM)) {
            update(system, jwt(A, "A"));
            try (Peer client = login(server, A)) {
                assertThat(delete(system, deletion(OPERATOR, A))).isEqualTo("200 deleted 1 accounts");
                assertThat(client.word()).isEqualTo("-ERR 'Account Authentication Expired'");
                assertThat(client.line()).isNull();
            }
            assertThat(answer(server, A)).isEqualTo(VIOLATION);
            assertThat(file(A, ".jwt")).doesNotExist();
            assertThat(file(A, ".jwt.deleted")).exists();
            assertThat(delete(system, deletion(OPERATOR, A))).isEqualTo("200 deleted 1 accounts");
            update(system, jwt(A, "A again"));
            await().untilAsserted(() -> assertThat(answer(server, A)).isEqualTo("PONG"));
        }
    }

    @Test
    @Rows({"AU-10", "SY-05", "CF-21"})
    void a_hard_deletion_leaves_no_file() {
        try (RunningServer server = start("type: full, allow_delete: true, hard_delete: true");
                Peer system = login(server, SYSTEM)) {
            update(system, jwt(A, "A"));
            assertThat(delete(system, deletion(OPERATOR, A))).isEqualTo("200 deleted 1 accounts");
            assertThat(file(A, ".jwt")).doesNotExist();
            assertThat(file(A, ".jwt.deleted")).doesNotExist();
        }
    }

    @Test
    @Rows({"AU-10", "SY-05", "CF-21"})
    void only_the_operator_deletes_and_never_the_system_account() {
        String by = "500 delete accounts request by ";
        try (RunningServer server = start("type: full");
                Peer system = login(server, SYSTEM)) {
            assertThat(delete(system, deletion(OPERATOR, A)))
                    .isEqualTo(by + OPERATOR.publicKey() + " failed - delete must be enabled in server config");
        }
        try (RunningServer server = start("type: full, allow_delete: true");
                Peer system = login(server, SYSTEM)) {
            update(system, jwt(A, "A"));
            NKey stranger = NKey.generate(NKeyKind.OPERATOR);
            assertThat(delete(system, deletion(stranger, A)))
                    .isEqualTo(by + stranger.publicKey() + " failed - not trusted");
            String signedByAnother = GenericClaims.builder(
                            A.publicKey(), "{\"accounts\":[]}".getBytes(StandardCharsets.US_ASCII))
                    .sign(OPERATOR);
            assertThat(delete(system, signedByAnother)).isEqualTo(by + A.publicKey() + " failed - not self signed");
            String malformed = GenericClaims.builder(
                            OPERATOR.publicKey(), "{\"accounts\":\"all\"}".getBytes(StandardCharsets.US_ASCII))
                    .sign(OPERATOR);
            assertThat(delete(system, malformed)).isEqualTo(by + OPERATOR.publicKey() + " failed - malformed request");
            assertThat(delete(system, deletion(SIGNING, SYSTEM)))
                    .isEqualTo(by + SIGNING.publicKey() + " failed - not allowed to delete system account");
            assertThat(answer(server, A)).isEqualTo("PONG");
        }
    }

    @Test
    @Rows({"AU-10", "SY-03"})
    void other_servers_look_accounts_up_one_by_one_and_in_packs() throws Exception {
        try (RunningServer server = start("type: full");
                Peer system = login(server, SYSTEM)) {
            String jwt = jwt(A, "A");
            update(system, jwt);
            String lookup = "$SYS.REQ.ACCOUNT." + A.publicKey() + ".CLAIMS.LOOKUP";
            assertThat(request(system, lookup, "")).isEqualTo(jwt);
            assertThat(request(system, lookup.replace(A.publicKey(), B.publicKey()), ""))
                    .isEmpty();

            system.send("SUB packed 1\r\nPUB $SYS.REQ.CLAIMS.PACK packed 0\r\n\r\n");
            StringBuilder packed = new StringBuilder();
            for (int i = 0; i < 3; i++) {
                assertThat(system.word()).startsWith("MSG packed 1 ");
                packed.append(system.line()).append('\n');
            }
            assertThat(packed).contains(A.publicKey() + "|" + jwt + "\n").contains(SYSTEM.publicKey() + "|");
            assertThat(packed.toString()).endsWith("\n\n");

            byte[] hash = new byte[32];
            for (NKey one : List.of(A, SYSTEM)) {
                byte[] own = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file(one, ".jwt")));
                for (int i = 0; i < hash.length; i++) {
                    hash[i] ^= own[i];
                }
            }
            system.send("PUB $SYS.REQ.CLAIMS.PACK packed 32\r\n");
            system.send(hash);
            system.send("\r\n");
            assertThat(system.word())
                    .as("the same hash: nothing to tell")
                    .startsWith("MSG packed 1 ")
                    .endsWith(" 0");
        }
    }

    @Test
    @Rows({"AU-10", "CF-21"})
    void a_directory_of_all_accounts_takes_what_others_have() {
        try (RunningServer server = start("type: full, interval: '200ms'");
                Peer system = login(server, SYSTEM)) {
            system.send("SUB $SYS.REQ.CLAIMS.PACK 1\r\n");
            String head = system.word();
            assertThat(head).startsWith("MSG $SYS.REQ.CLAIMS.PACK 1 ").endsWith(" 32");
            String pack = A.publicKey() + "|" + jwt(A, "A");
            system.send("PUB " + head.split(" ")[3] + " " + pack.length() + "\r\n" + pack + "\r\n");
            await().untilAsserted(() -> assertThat(answer(server, A)).isEqualTo("PONG"));
            assertThat(file(A, ".jwt")).exists();
        }
    }

    @Test
    @Rows({"AU-10", "CF-21"})
    void a_directory_of_the_accounts_in_use_asks_for_the_others() {
        try (RunningServer server = start("type: cache, limit: 2, ttl: '1h'");
                Peer system = login(server, SYSTEM)) {
            assertThat(update(system, jwt(A, "A"))).isEqualTo("200 jwt update cache skipped");
            answerLookups(server, A, B);
            assertThat(answer(server, A)).isEqualTo("PONG");
            assertThat(file(A, ".jwt")).exists();
            assertThat(update(system, jwt(A, "A once more"))).isEqualTo("200 jwt updated cache");
            assertThat(update(system, A, "x")).isEqualTo("500 jwt update cache resulted in error - expected 3 chunks");
            assertThat(answer(server, B)).isEqualTo("PONG");
            try (Stream<Path> files = Files.list(folder.resolve("jwt"))) {
                assertThat(files)
                        .as("the least recently used one had to go")
                        .hasSize(2)
                        .contains(file(B, ".jwt"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Plays another server that knows these accounts. */
    private static void answerLookups(RunningServer server, NKey... accounts) {
        Peer other = login(server, SYSTEM);
        for (int i = 0; i < accounts.length; i++) {
            other.send("SUB $SYS.REQ.ACCOUNT." + accounts[i].publicKey() + ".CLAIMS.LOOKUP " + i + "\r\n");
        }
        other.fence();
        Thread answering = new Thread(() -> {
            try (other) {
                for (String head = other.word(); head != null; head = other.word()) {
                    String[] words = head.split(" ");
                    if (words[0].equals("MSG")) {
                        String jwt = jwt(accounts[Integer.parseInt(words[2])], "looked up");
                        other.send("PUB " + words[3] + " " + jwt.length() + "\r\n" + jwt + "\r\n");
                    }
                }
            } catch (RuntimeException ended) {
                // with the server
            }
        });
        answering.setDaemon(true);
        answering.start();
    }
}
