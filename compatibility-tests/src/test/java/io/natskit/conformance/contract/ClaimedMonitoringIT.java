// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.AccountExport;
import io.natskit.wire.jwt.AccountImport;
import io.natskit.wire.jwt.ActivationClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.ExportKind;
import io.natskit.wire.jwt.JetStreamLimits;
import io.natskit.wire.jwt.MappedSubject;
import io.natskit.wire.jwt.OperatorLimits;
import io.natskit.wire.jwt.ServiceLatency;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What monitoring, the system account and services are told of accounts and users that come from claims, field by field as by nats-server. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record ClaimedMonitoringIT(Target target) implements Judged {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final NKey A = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey B = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey C = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey SIGNING = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey SCOPED = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey REVOKED = NKey.generate(NKeyKind.USER);
    private static final String CONFIG = Monitor.CONFIG
            + "server_name: same\nserver_tags: [\"a:1\"]\njetstream { store_dir: \"${store}\", max_mem: 64MB, max_file: 128MB, sync_interval: 2m }\n"
            + OperatorSetup.config(exporter(), importer(), stranger());

    // signed once: another second would make them others
    private static final String ADA = TokenPeer.user()
            .name("ada")
            .tags(List.of("team:ada"))
            .issuerAccount(A.publicKey())
            .sign(SIGNING);
    private static final String BOB = signed("bob", B);
    private static final String EVE = signed("eve", A);
    private static final String STRANGER = signed("", C);
    private static final String SYSTEM_USER = signed("sys", OperatorSetup.SYSTEM);
    private static final String EVENTS = "MSG $SYS.ACCOUNT." + A.publicKey() + ".";
    private static final String INFO = "Nats-Request-Info: ";

    private static final List<String> PAGES = List.of(
            "/varz",
            "/connz",
            "/connz?auth=1&subs=1",
            "/connz?auth=1&subs=detail",
            "/connz?state=closed",
            "/connz?state=closed&auth=1&subs=detail",
            "/subsz?subs=1&test=help",
            "/accountz",
            "/accountz?acc=" + A.publicKey(),
            "/accountz?acc=" + B.publicKey(),
            "/accountz?acc=" + C.publicKey(),
            "/accountz?acc=" + OperatorSetup.SYSTEM.publicKey(),
            "/accstatz?unused=1",
            "/jsz?accounts=1",
            "/jsz?acc=" + A.publicKey());

    /** Numbers of clients and events, and their times. */
    private static final List<String> OF_MOMENT = List.of("id", "time", "timestamp", "seq");

    private static final Map<String, String> REASONS =
            Map.of("/varz.git_commit", "a build of our own has no commit of nats-server's");

    private static AccountClaims.Builder exporter() {
        return OperatorSetup.account(A)
                .name("Alpha")
                .tags(List.of("Region:EU", "b:2"))
                .signingKey(SigningKey.of(SIGNING.publicKey()))
                .signingKey(SigningKey.scoped(
                        SCOPED.publicKey(), "role", UserRules.builder().build()))
                .limits(OperatorLimits.builder()
                        .connections(100)
                        .maxSubscriptions(200)
                        .maxPayloadBytes(100_000)
                        .jetStream(new JetStreamLimits(1 << 20, 1 << 21, -1, -1, 0, 0, 0, false))
                        .build())
                .revoke(REVOKED.publicKey(), 1_600_000_000)
                .defaultPermissions(ClaimPermissions.ALL.publish(List.of(), List.of("never")))
                .mapping("old", List.of(new MappedSubject("new", 100, "")))
                .info("what it is", "https://example.com/a")
                .exports(List.of(
                        AccountExport.stream("news.>").name("news").build(),
                        AccountExport.stream("secret.*")
                                .name("secret")
                                .tokenRequired(true)
                                .revocations(Map.of(C.publicKey(), 1_600_000_000L))
                                .build(),
                        AccountExport.service("help")
                                .responseType("Stream")
                                .responseThresholdNanos(30_000_000_000L)
                                .latency(new ServiceLatency(50, "lat"))
                                .build(),
                        AccountExport.service("timed")
                                .latency(new ServiceLatency(100, "lat"))
                                .build(),
                        AccountExport.service("marked")
                                .latency(new ServiceLatency(0, "lat"))
                                .build(),
                        AccountExport.service("private")
                                .tokenRequired(true)
                                .revocations(Map.of(C.publicKey(), 1_600_000_000L))
                                .build(),
                        AccountExport.service("own.*").accountTokenPosition(2).build()));
    }

    private static AccountClaims.Builder importer() {
        return OperatorSetup.account(B)
                .name("Beta")
                .imports(List.of(
                        AccountImport.stream(A.publicKey(), "news.*")
                                .localSubject("from.$1")
                                .build(),
                        AccountImport.stream(A.publicKey(), "secret.x")
                                .token(ActivationClaims.builder(B.publicKey(), ExportKind.STREAM, "secret.x")
                                        .sign(A))
                                .build(),
                        AccountImport.service(A.publicKey(), "help")
                                .localSubject("ask")
                                .share(true)
                                .build(),
                        AccountImport.service(A.publicKey(), "timed").build(),
                        AccountImport.stream(A.publicKey(), "news.old.*")
                                .to("before")
                                .build(),
                        AccountImport.service(A.publicKey(), "own." + B.publicKey())
                                .build()));
    }

    /** It imports what nobody exports, and has no name. */
    private static AccountClaims.Builder stranger() {
        return OperatorSetup.account(C)
                .imports(List.of(AccountImport.stream(A.publicKey(), "none").build()));
    }

    private static String signed(String name, NKey account) {
        return TokenPeer.user()
                .name(name)
                .tags(List.of("team:" + name, "Of:ALL"))
                .sign(account);
    }

    private static Map<String, Fields> played(Target target) {
        Map<String, Fields> pages = new LinkedHashMap<>();
        try (RunningServer server = target.start(CONFIG);
                Peer system = TokenPeer.login(server, SYSTEM_USER);
                Peer bob = TokenPeer.login(server, BOB);
                Peer nobody = TokenPeer.login(server, STRANGER)) {
            nobody.fence();
            system.send("SUB $SYS.ACCOUNT." + A.publicKey() + ".> 5\r\n");
            system.fence();
            try (Peer ada = TokenPeer.login(server, ADA)) {
                Map<String, Object> events = events(system, 2);
                try (Peer gone = TokenPeer.login(server, EVE)) {
                    gone.send("SUB bye 1\r\n");
                    gone.fence();
                }
                events.putAll(events(system, 4));
                events.forEach((kind, event) -> pages.put(kind, Fields.of(kind, event)));
                ada.send("SUB help 1\r\nSUB old 2\r\nSUB timed 3\r\n");
                ada.fence();
                bob.send("SUB from.> 1\r\nSUB inbox.* 2\r\nPUB ask inbox.1 2\r\nhi\r\n");
                List<String> request = ada.linesTo(INFO);
                pages.put(
                        "request",
                        Fields.of(
                                "request",
                                Json.object(request.get(request.size() - 1).substring(INFO.length()))));
                pages.put("USER.INFO", Fields.of("USER.INFO", TokenPeer.ask(bob, "$SYS.REQ.USER.INFO", "")));
                String asked = "$SYS.REQ.ACCOUNT." + A.publicKey() + ".INFO";
                pages.put("INFO", Fields.of("INFO", masked(TokenPeer.request(system, asked, ""))));
                // an empty answer is the last of a stream; the other one is owed
                ada.send("PUB " + request.get(0).split(" ")[3] + " 0\r\n\r\n");
                ada.fence();
                bob.send("PUB timed inbox.2 0\r\n\r\n");
                ada.until("HMSG timed ");
                shown(Monitor.of(server), pages);
            }
        }
        return pages;
    }

    private static void shown(Monitor monitor, Map<String, Fields> pages) {
        await().atMost(SOON)
                .until(() -> monitor.list("/connz?state=closed", "connections").size() == 1);
        for (String page : PAGES) {
            pages.put(page, Fields.of(page, masked(monitor.get(page).body())));
        }
    }

    /** The next events of the account that exports, the first of each kind by that. */
    private static Map<String, Object> events(Peer system, int count) {
        Map<String, Object> heard = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String kind = system.until(EVENTS).substring(EVENTS.length()).split(" ")[0];
            heard.putIfAbsent(kind, Json.object(system.line()));
        }
        return heard;
    }

    /** Without the subjects that answers go to, which are made up for each request. */
    private static Map<String, Object> masked(String text) {
        return Json.object(text.replaceAll("_R_\\.[\\w.]+", "_R_"));
    }

    @Test
    @Rows({"MO-02", "MO-03", "MO-07", "MO-08", "MO-09", "MO-10", "SY-02", "SY-04", "SY-07", "SY-08", "AC-03"})
    void accounts_and_users_of_claims_are_told_of_as_by_nats_server() {
        FieldComparison.of(target, ClaimedMonitoringIT::played).assertSame(OF_MOMENT, REASONS);
    }
}
