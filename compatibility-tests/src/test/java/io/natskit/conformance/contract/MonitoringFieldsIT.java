// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page of monitoring, field by field: what nats-server shows after a script of clients, and what the server in question shows after the same
 * one. Paths and types are the same, and values where they are defined; what differs stands here with its reason.
 */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record MonitoringFieldsIT(Target target) implements Judged {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final String CONFIG = Monitor.CONFIG + """
            server_name: same
            server_tags: ["a:1", "b:2"]
            server_metadata { where: here }
            max_connections: 100
            max_subscriptions: 50
            jetstream { store_dir: "${store}", max_mem: 64MB, max_file: 128MB, sync_interval: 2m }
            accounts {
              A {
                jetstream: {max_mem: 1MB, max_file: 2MB}
                users: [{user: a, password: p}]
                exports: [
                  {stream: "out.>"}, {stream: "some.*", accounts: [B]}, {service: "help", response_type: Stream}
                  {service: "timed", latency: {sampling: 50%, subject: lat}, response_threshold: 30s, accounts: [B]}
                  {service: "own.*", account_token_position: 2}
                ]
                mappings = {old: [{destination: new, weight: 50%}, {destination: newer, weight: 50%}]}
              }
              B {
                users: [{user: b, password: p}]
                imports: [
                  {stream: {account: A, subject: "out.>"}}, {stream: {account: A, subject: "some.*"}, to: "any.$1"}
                  {service: {account: A, subject: help}, to: ask}, {service: {account: A, subject: timed}, share: true}
                ]
              }
              SYS { users: [{user: s, password: p}] }
            }
            system_account: SYS
            mqtt { listen: "127.0.0.1:-1", no_auth_user: a, ack_wait: 7s, max_ack_pending: 100, authorization { timeout: 3 } }
            proxies { trusted: [{key: "UCARKS2E3KVB7YORL2DG34XLT7PUCOL2SVM7YXV6ETHLW6Z46UUJ2VZ3"}] }
            """;

    private static final List<String> PAGES = List.of(
            "/varz",
            "/connz",
            "/connz?auth=1&subs=1",
            "/connz?auth=1&subs=detail&sort=subs",
            "/connz?state=closed&auth=1&subs=detail",
            "/connz?acc=NONE",
            "/routez",
            "/gatewayz",
            "/leafz",
            "/subsz?acc=A",
            "/subsz?subs=1&acc=A&test=data.x",
            "/accountz",
            "/accountz?acc=A",
            "/accountz?acc=B",
            "/accountz?acc=SYS",
            "/accstatz",
            "/accstatz?unused=1",
            "/jsz",
            "/jsz?accounts=1",
            "/jsz?acc=A&streams=1&consumers=1&config=1&raft=1",
            "/healthz",
            "/healthz?details=1");

    /** What differs on purpose, by path. */
    private static final Map<String, String> REASONS = Map.of(
            "/varz.git_commit",
            "a build of our own has no commit of nats-server's",
            "mappings.old[].weight",
            "nats-server shows the sums that it draws by, not the weights that were given");

    @TempDir
    static Path folder;

    private static Authority root;
    private static OcspResponder responder;
    private static Certificates own;
    private static Certificates good;
    private static Certificates revoked;
    private static Certificates unknown;

    @BeforeAll
    static void makeAuthority() {
        root = Authority.root(folder, "root");
        responder = new OcspResponder(root);
        own = root.issue("server", "localhost", null);
        good = root.issue("good", "ada.example", responder.url());
        revoked = root.issue("revoked", "eve.example", responder.url());
        unknown = root.issue("unknown", "bob.example", responder.url());
        responder.say(revoked, OcspResponder.REVOKED);
        responder.say(unknown, OcspResponder.UNKNOWN);
    }

    @AfterAll
    static void stopResponder() {
        responder.close();
    }

    private static Map<String, Fields> played(Target target) {
        Map<String, Fields> pages = new LinkedHashMap<>();
        try (RunningServer server = target.start(CONFIG);
                Peer a = login(server, "a", "one");
                Peer b = login(server, "b", "two")) {
            Monitor monitor = Monitor.of(server);
            streams(a);
            a.send("SUB data.> 1\r\nSUB data.x q 2\r\nUNSUB 2 100\r\n");
            a.fence();
            b.send("SUB out.one 1\r\nPUB data.y 3\r\nabc\r\n");
            b.fence();
            try (Peer gone = login(server, "a", "gone")) {
                gone.send("SUB bye 1\r\nPUB data.x 5\r\nhello\r\n");
                gone.fence();
            }
            await().atMost(SOON)
                    .until(() ->
                            monitor.list("/connz?state=closed", "connections").size() == 1);
            for (String page : PAGES) {
                pages.put(page, Fields.of(page, monitor.page(page)));
            }
        }
        return pages;
    }

    private static Peer login(RunningServer server, String user, String name) {
        return Peer.login(
                server,
                0,
                ",\"user\":\"" + user + "\",\"pass\":\"p\",\"name\":\"" + name
                        + "\",\"lang\":\"java\",\"version\":\"1.2.3\"");
    }

    private static void streams(Peer peer) {
        peer.send("SUB in 9\r\n");
        ask(peer, "$JS.API.STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s.>\"],\"storage\":\"memory\"}");
        ask(
                peer,
                "$JS.API.CONSUMER.CREATE.S.C",
                "{\"stream_name\":\"S\",\"config\":{\"name\":\"C\",\"durable_name\":\"C\",\"ack_policy\":\"explicit\"}}");
        ask(peer, "s.one", "hello");
        ask(peer, "s.two", "hello");
        ask(peer, "$JS.API.CONSUMER.MSG.NEXT.S.C", "{\"batch\":1,\"no_wait\":true}");
        peer.send("UNSUB 9\r\n");
        peer.fence();
    }

    private static void ask(Peer peer, String subject, String body) {
        peer.send("PUB " + subject + " in " + body.length() + "\r\n" + body + "\r\n");
        String line = peer.word();
        if (line == null || !line.startsWith("MSG ")) {
            throw new IllegalStateException(subject + ": " + line);
        }
        peer.line();
    }

    @Test
    @Rows({"MO-02", "MO-03", "MO-04", "MO-05", "MO-06", "MO-07", "MO-08", "MO-09", "MO-10", "MO-11"})
    void every_page_has_the_fields_of_nats_server() {
        FieldComparison.of(target, MonitoringFieldsIT::played).assertSame(List.of(), REASONS);
    }

    /** A server whose listeners map certificates, pin them, and ask authorities about them. */
    private static Map<String, Fields> guarded(Target target) {
        String block =
                own.block(", timeout: 60, verify_and_map: true, ca_file: \"" + root.file() + "\", pinned_certs: [\""
                        + good.fingerprint() + "\", \"" + revoked.fingerprint() + "\"], "
                        + "ocsp_peer: { verify: true, ca_timeout: 30 }");
        String config = Monitor.CONFIG + """
                server_name: same
                jetstream { store_dir: "${store}/streams", max_mem: 64MB, max_file: 128MB, sync_interval: 2m }
                ocsp_cache { local_store: "${store}" }
                authorization { users: [{user: "ada.example"}] }
                """ + block
                + "websocket { listen: \"127.0.0.1:-1\", handshake_timeout: \"60s\"\n" + block
                + "}\nmqtt { listen: \"127.0.0.1:-1\"\n" + block + "}\n";
        try (RunningServer server = target.start(config)) {
            for (Certificates shown : List.of(good, good, revoked, unknown)) {
                Peer.comesIn(server, own.presenting(shown));
            }
            return Map.of("/varz", Fields.of("/varz", Monitor.of(server).page("/varz")));
        }
    }

    @Test
    @Rows({"MO-02", "AU-17"})
    void what_is_asked_of_certificates_is_shown_of_each_listener() {
        FieldComparison.of(target, MonitoringFieldsIT::guarded).assertSame(List.of(), REASONS);
    }
}
