// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.AccountExport;
import io.natskit.wire.jwt.AccountImport;
import io.natskit.wire.jwt.ActivationClaims;
import io.natskit.wire.jwt.ExportKind;
import io.natskit.wire.jwt.ServiceLatency;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.jwt.TraceRule;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What accounts share by their claims: public, by token, by the place of their key; and what becomes of it when the claims change. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record ClaimedSharingIT(Target target) implements Judged {
    private static final NKey A = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey SIGNING = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey B = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey C = NKey.generate(NKeyKind.ACCOUNT);

    private RunningServer start(AccountClaims.Builder... accounts) {
        return target.start(OperatorSetup.config(accounts));
    }

    private static String activation(NKey importer, String subject) {
        return ActivationClaims.builder(importer.publicKey(), ExportKind.STREAM, subject)
                .sign(A);
    }

    private static void assertHears(Peer from, Peer to, String published, String heard) {
        from.send("PUB " + published + " 0\r\n\r\n");
        from.fence();
        assertThat(to.word()).isEqualTo("MSG " + heard + " 0");
        assertThat(to.line()).isEmpty();
    }

    private static void assertSilent(Peer from, Peer to, String published) {
        from.send("PUB " + published + " 0\r\n\r\n");
        from.fence();
        to.send("PING\r\n");
        assertThat(to.word()).isEqualTo("PONG");
    }

    @Test
    @Rows({"AC-02", "AC-03"})
    void streams_and_services_are_imported_under_other_names_and_by_tokens_of_signing_keys_too() {
        String bySigningKey = ActivationClaims.builder(B.publicKey(), ExportKind.STREAM, "secret.>")
                .issuerAccount(A.publicKey())
                .sign(SIGNING);
        try (RunningServer server = start(
                        OperatorSetup.account(A)
                                .signingKey(SigningKey.of(SIGNING.publicKey()))
                                .exports(List.of(
                                        AccountExport.stream("news.>").build(),
                                        AccountExport.stream("secret.*")
                                                .tokenRequired(true)
                                                .build(),
                                        AccountExport.stream("own.*.x")
                                                .accountTokenPosition(2)
                                                .build(),
                                        AccountExport.service("help.*").build())),
                        OperatorSetup.account(B)
                                .imports(List.of(
                                        AccountImport.stream(A.publicKey(), "news.*")
                                                .localSubject("from.$1")
                                                .build(),
                                        AccountImport.stream(A.publicKey(), "secret.x")
                                                .token(bySigningKey)
                                                .build(),
                                        AccountImport.stream(A.publicKey(), "own." + B.publicKey() + ".x")
                                                .to("mine")
                                                .build(),
                                        AccountImport.service(A.publicKey(), "help.*")
                                                .localSubject("ask.*")
                                                .build())));
                Peer a = TokenPeer.login(server, A);
                Peer b = TokenPeer.login(server, B)) {
            b.send("SUB from.* 1\r\nSUB secret.x 2\r\nSUB mine.> 3\r\nSUB inbox.1 4\r\n");
            b.fence();
            assertHears(a, b, "news.x", "from.x 1");
            assertHears(a, b, "secret.x", "secret.x 2");
            assertHears(a, b, "own." + B.publicKey() + ".x", "mine.own." + B.publicKey() + ".x 3");
            assertSilent(a, b, "own." + C.publicKey() + ".x");
            assertSilent(a, b, "secret.y");
            a.send("SUB help.me 1\r\n");
            a.fence();
            b.send("PUB ask.me inbox.1 0\r\n\r\n");
            String request = String.valueOf(a.line());
            assertThat(request).startsWith("HMSG help.me 1 _R_.");
            a.send("PUB " + request.split(" ")[3] + " 2\r\nok\r\n");
            assertThat(b.line()).isEqualTo("MSG inbox.1 4 2");
            assertThat(b.line()).isEqualTo("ok");
        }
    }

    @Test
    @Rows("AC-03")
    void what_a_user_shares_of_its_token_goes_on_with_a_request_that_is_passed_on() {
        AccountExport help = AccountExport.service("help").build();
        try (RunningServer server = start(
                        OperatorSetup.account(A).exports(List.of(help)),
                        OperatorSetup.account(B)
                                .exports(
                                        List.of(AccountExport.service("further").build()))
                                .imports(List.of(AccountImport.service(A.publicKey(), "help")
                                        .localSubject("further")
                                        .share(true)
                                        .build())),
                        OperatorSetup.account(C)
                                .imports(List.of(AccountImport.service(B.publicKey(), "further")
                                        .share(true)
                                        .build())));
                Peer a = TokenPeer.login(server, A);
                Peer c = TokenPeer.login(
                        server,
                        TokenPeer.user().name("ann").tags(List.of("x:1", "y:2")).sign(C))) {
            a.send("SUB help 1\r\n");
            a.fence();
            c.send("PUB further inbox 0\r\n\r\n");
            assertThat(info(a))
                    .containsEntry("acc", C.publicKey())
                    .containsEntry("svc", B.publicKey())
                    .containsEntry("issuer_key", C.publicKey())
                    .containsEntry("name_tag", "ann")
                    .containsEntry("tags", List.of("x:1", "y:2"))
                    .containsKeys("jwt", "server");
        }
    }

    @Test
    @Rows("AC-03")
    void a_token_that_is_enough_for_others_to_log_in_is_not_shared() {
        String bearer = TokenPeer.user()
                .rules(UserRules.builder().bearerToken(true).build())
                .sign(B);
        try (RunningServer server = start(
                        OperatorSetup.account(A)
                                .exports(List.of(AccountExport.service("help").build())),
                        OperatorSetup.account(B)
                                .imports(List.of(AccountImport.service(A.publicKey(), "help")
                                        .share(true)
                                        .build())));
                Peer a = TokenPeer.login(server, A);
                Peer b = TokenPeer.login(server, bearer)) {
            a.send("SUB help 1\r\n");
            a.fence();
            b.send("PUB help inbox 0\r\n\r\n");
            Map<String, Object> info = info(a);
            assertThat(info).containsEntry("issuer_key", B.publicKey());
            // a documented difference
            assertThat(info.containsKey("jwt")).isEqualTo(!target.family().equals("natskit"));
        }
    }

    private static Map<String, Object> info(Peer service) {
        String header = "Nats-Request-Info: ";
        return Json.object(service.until(header).substring(header.length()));
    }

    /** CVE-2021-3127. */
    @Test
    @Rows("AC-02")
    void a_token_for_another_account_or_subject_or_none_at_all_imports_nothing() {
        AccountExport secret =
                AccountExport.stream("secret.*").tokenRequired(true).build();
        try (RunningServer server = start(
                        OperatorSetup.account(A).exports(List.of(secret)),
                        OperatorSetup.account(B)
                                .imports(List.of(AccountImport.stream(A.publicKey(), "secret.x")
                                        .build())));
                Peer a = TokenPeer.login(server, A);
                Peer b = TokenPeer.login(server, B)) {
            b.send("SUB secret.x 1\r\n");
            b.fence();
            assertSilent(a, b, "secret.x");
        }
        for (String token : List.of(activation(C, "secret.x"), activation(B, "secret.y"))) {
            try (RunningServer server = start(
                    OperatorSetup.account(A).exports(List.of(secret)),
                    OperatorSetup.account(B)
                            .imports(List.of(AccountImport.stream(A.publicKey(), "secret.x")
                                    .token(token)
                                    .build())))) {
                assertThat(TokenPeer.answer(server, B))
                        .as("the whole account is refused")
                        .isEqualTo("-ERR 'Authorization Violation'");
            }
        }
    }

    @Test
    @Rows({"AC-02", "AC-08", "SY-02"})
    void other_claims_of_either_account_change_what_is_heard_by_those_who_have_subscribed() {
        AccountExport secret =
                AccountExport.stream("secret.x").tokenRequired(true).build();
        List<AccountImport> imports = List.of(
                AccountImport.stream(A.publicKey(), "secret.x")
                        .token(activation(B, "secret.x"))
                        .build(),
                AccountImport.stream(A.publicKey(), "news").build());
        try (RunningServer server = start(
                        OperatorSetup.account(A).exports(List.of(secret)),
                        OperatorSetup.account(B).name("B").imports(imports));
                Peer a = TokenPeer.login(server, A);
                Peer b = TokenPeer.login(server, B);
                Peer system = TokenPeer.login(server, OperatorSetup.SYSTEM)) {
            b.send("SUB secret.x 1\r\nSUB news 2\r\n");
            b.fence();
            assertHears(a, b, "secret.x", "secret.x 1");
            assertSilent(a, b, "news");
            assertShown(system, "B", false, Map.of("secret.x", true));
            update(system, A, OperatorSetup.account(A).exports(List.of(revoked())));
            assertSilent(a, b, "secret.x");
            assertShown(system, "B", false, Map.of());
            update(
                    system,
                    A,
                    OperatorSetup.account(A)
                            .exports(
                                    List.of(secret, AccountExport.stream("news").build())));
            update(system, B, OperatorSetup.account(B).name("again").imports(imports));
            assertHears(a, b, "secret.x", "secret.x 1");
            assertHears(a, b, "news", "news 2");
            assertShown(system, "again", true, Map.of("secret.x", true, "news", true));
            update(system, B, OperatorSetup.account(B).name("without"));
            assertShown(system, "without", true, Map.of());
            assertSilent(a, b, "news");
            assertSilent(a, b, "secret.x");
        }
    }

    private static AccountExport revoked() {
        return AccountExport.stream("secret.x")
                .tokenRequired(true)
                .revocations(Map.of(B.publicKey(), Instant.now().getEpochSecond() + 1))
                .build();
    }

    @Test
    @Rows({"AC-08", "SY-02"})
    void an_import_that_an_account_may_no_more_is_shown_as_such_where_it_had_all_that_it_wanted() {
        AccountExport secret =
                AccountExport.stream("secret.x").tokenRequired(true).build();
        AccountImport imported = AccountImport.stream(A.publicKey(), "secret.x")
                .token(activation(B, "secret.x"))
                .build();
        try (RunningServer server = start(
                        OperatorSetup.account(A).exports(List.of(secret)),
                        OperatorSetup.account(B).name("B").imports(List.of(imported)));
                Peer b = TokenPeer.login(server, B);
                Peer system = TokenPeer.login(server, OperatorSetup.SYSTEM)) {
            b.fence();
            assertShown(system, "B", true, Map.of("secret.x", true));
            update(system, A, OperatorSetup.account(A).exports(List.of(revoked())));
            assertShown(system, "B", true, Map.of("secret.x", false));
        }
    }

    /** How the importer is shown: its name, whether it has all that it wants, and the streams that it had once, each with whether it has it now. */
    private static void assertShown(Peer system, String name, boolean complete, Map<String, Boolean> streams) {
        Map<String, Object> answer = TokenPeer.ask(system, "$SYS.REQ.ACCOUNT." + B.publicKey() + ".INFO", "");
        assertThat(answer)
                .extractingByKey("data", MAP)
                .containsEntry("name_tag", name)
                .containsEntry("complete", complete)
                .extractingByKey("imports", LIST)
                .filteredOn("type", "stream")
                .extracting("subject", "invalid")
                .containsExactlyInAnyOrderElementsOf(streams.entrySet().stream()
                        .map(one -> tuple(one.getKey(), !one.getValue()))
                        .toList());
    }

    private static void update(Peer system, NKey account, AccountClaims.Builder claims) {
        String jwt = OperatorSetup.signed(claims);
        system.send("SUB reply 1\r\nUNSUB 1 1\r\nPUB $SYS.REQ.ACCOUNT." + account.publicKey() + ".CLAIMS.UPDATE reply "
                + jwt.length() + "\r\n" + jwt + "\r\n");
        assertThat(system.word()).startsWith("MSG reply 1 ");
        assertThat(system.line()).contains("\"data\"");
    }

    /** CVE-2022-42709. */
    @Test
    @Rows({"AC-05", "MT-04"})
    void claims_say_which_services_are_measured_and_where_traces_go_on() {
        try (RunningServer server = start(
                        OperatorSetup.account(A)
                                .exports(List.of(AccountExport.service("help")
                                        .latency(new ServiceLatency(100, "results"))
                                        .allowTrace(true)
                                        .build())),
                        OperatorSetup.account(B)
                                .trace(new TraceRule("traces", 100))
                                .imports(List.of(AccountImport.service(A.publicKey(), "help")
                                        .build())));
                Peer a = TokenPeer.login(server, A);
                Peer b = TokenPeer.login(server, B)) {
            a.send("SUB help 1\r\nSUB results 2\r\n");
            a.fence();
            b.send("SUB inbox 1\r\nSUB traces 2\r\n");
            b.fence();
            String header = "NATS/1.0\r\ntraceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n\r\n";
            b.send("HPUB help inbox " + header.length() + " " + header.length() + "\r\n" + header + "\r\n");
            b.until("MSG traces 2 ");
            assertThat(b.line()).contains("\"type\":\"si\"", "\"type\":\"eg\"");
            a.send("PUB " + a.until("HMSG help ").split(" ")[3] + " 0\r\n\r\n");
            a.until("MSG results 2 ");
            assertThat(a.line()).contains("\"status\":200", "\"requestor\":{\"acc\":");
        }
    }

    @Test
    @Rows("AC-04")
    void claims_that_would_send_requests_in_a_circle_do_so_nowhere() {
        try (RunningServer server = start(
                        OperatorSetup.account(A)
                                .exports(List.of(AccountExport.service("help").build()))
                                .imports(List.of(AccountImport.service(B.publicKey(), "help")
                                        .build())),
                        OperatorSetup.account(B)
                                .exports(List.of(AccountExport.service("help").build()))
                                .imports(List.of(AccountImport.service(A.publicKey(), "help")
                                        .build())));
                Peer a = TokenPeer.login(server, A);
                Peer b = TokenPeer.login(server, B)) {
            for (Peer one : List.of(a, b)) {
                one.send("SUB inbox 1\r\nPUB help inbox 0\r\n\r\n");
                assertThat(one.word()).startsWith("HMSG inbox 1 ");
                assertThat(one.line()).isEqualTo("NATS/1.0 503");
            }
        }
    }
}
