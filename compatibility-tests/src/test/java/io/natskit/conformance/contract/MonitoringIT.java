// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Monitoring over HTTP: which pages there are, what they are asked for, and what they say of clients. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record MonitoringIT(Target target) implements Judged {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final String ACCOUNTS = Monitor.CONFIG + """
            accounts {
              A { users: [{user: a, password: p}] }
              B { users: [{user: b, password: p}] }
              SYS { users: [{user: s, password: p}] }
            }
            system_account: SYS
            """;

    private static Peer login(RunningServer server, String user, String name) {
        return Peer.login(
                server,
                0,
                ",\"user\":\"" + user + "\",\"pass\":\"p\",\"name\":\"" + name
                        + "\",\"lang\":\"java\",\"version\":\"1.2.3\"");
    }

    private static void publish(Peer peer, String subject, int messages, int bytes) {
        peer.send(("PUB " + subject + " " + bytes + "\r\n" + "x".repeat(bytes) + "\r\n").repeat(messages));
        peer.fence();
    }

    private static List<Object> names(Monitor monitor, String path) {
        return monitor.list(path, "connections").stream()
                .map(one -> one.get("name"))
                .toList();
    }

    @Test
    @Rows({"MO-01", "MO-12", "CF-07"})
    void each_page_has_its_path_its_type_and_may_be_read_by_pages_of_other_origins() {
        try (RunningServer server = target.start(Monitor.CONFIG)) {
            Monitor monitor = Monitor.of(server);
            for (String path : List.of(
                    "/varz",
                    "/connz",
                    "/routez",
                    "/gatewayz",
                    "/leafz",
                    "/subsz",
                    "/subscriptionsz",
                    "/accountz",
                    "/accstatz",
                    "/jsz",
                    "/healthz",
                    "/ipqueuesz",
                    "/stacksz")) {
                HttpResponse<String> answer = monitor.get(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type")).as(path).contains("application/json");
                assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                        .as(path)
                        .contains("*");
            }
            assertThat(monitor.get("/varz").body())
                    .startsWith("{\n  \"server_id\": \"")
                    .endsWith("\n}");
            assertThat(monitor.page("/debug/vars")).containsOnlyKeys("cmdline", "memstats");
            HttpResponse<String> root = monitor.get("/");
            assertThat(root.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(root.body()).contains("/varz", "/jsz", "/connz", "/accountz", "/healthz", "/debug/vars");
            HttpResponse<String> raft = monitor.get("/raftz");
            assertThat(raft.statusCode()).isEqualTo(404);
            assertThat(raft.body()).isEqualTo("No Raft nodes registered");
            HttpResponse<String> unknown = monitor.get("/nosuch");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).isEqualTo("404 page not found\n");
            HttpResponse<String> head = monitor.send("HEAD", "/varz");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    @Rows("MO-03")
    void a_client_of_mqtt_is_found_by_what_it_calls_its_session() {
        String config = Monitor.CONFIG
                + "server_name: m\njetstream { store_dir: \"${store}\" }\nmqtt { listen: \"127.0.0.1:-1\" }\n";
        try (RunningServer server = target.start(config);
                Peer other = Peer.login(server);
                MqttPeer device = MqttPeer.clean(server, "device-7")) {
            other.fence();
            device.fence();
            Monitor monitor = Monitor.of(server);
            assertThat(monitor.list("/connz?mqtt_client=device-7", "connections"))
                    .singleElement()
                    .satisfies(one -> assertThat(one)
                            .containsEntry("mqtt_client", "device-7")
                            .containsEntry("type", "mqtt"));
            assertThat(monitor.list("/connz?mqtt_client=device-8", "connections"))
                    .isEmpty();
            assertThat(monitor.list("/connz", "connections"))
                    .filteredOn(one -> !one.containsKey("mqtt_client"))
                    .hasSize(1);
        }
    }

    @Test
    @Rows("MO-01")
    void metrics_are_our_own() {
        try (RunningServer server = target.start(Monitor.CONFIG);
                Peer peer = Peer.login(server)) {
            publish(peer, "a", 3, 2);
            HttpResponse<String> answer = Monitor.of(server).get("/metrics");
            if (!target.family().equals("natskit")) {
                assertThat(answer.statusCode()).isEqualTo(404);
                return;
            }
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body())
                    .contains("# TYPE natskit_connections gauge\nnatskit_connections 1\n")
                    .contains("# TYPE natskit_received_messages_total counter\nnatskit_received_messages_total 3\n")
                    .contains("natskit_account_received_bytes_total{account=\"$G\"} 6\n");
        }
    }

    @Test
    @Rows("CF-07")
    void a_base_path_stands_before_every_page() {
        try (RunningServer server = target.start(Monitor.CONFIG + "http_base_path: \"nats/one/\"\n")) {
            Monitor monitor = Monitor.of(server);
            assertThat(monitor.page("/nats/one/varz")).containsEntry("http_base_path", "nats/one/");
            assertThat(monitor.get("/nats/one").body()).contains("/nats/one/varz");
            assertThat(monitor.get("/varz").statusCode()).isEqualTo(404);
            assertThat(monitor.get("/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    @Rows({"MO-03", "MO-07", "MO-10", "MO-11"})
    void an_argument_that_makes_no_sense_is_refused_in_words() {
        Map<String, String> refusals = Map.ofEntries(
                Map.entry(
                        "/connz?limit=x",
                        "Error decoding int for 'limit': strconv.Atoi: parsing \"x\": invalid syntax"),
                Map.entry(
                        "/connz?auth=maybe",
                        "Error decoding boolean for 'auth': strconv.ParseBool: parsing \"maybe\": invalid syntax"),
                Map.entry(
                        "/connz?cid=-1",
                        "Error decoding uint64 for 'cid': strconv.ParseUint: parsing \"-1\": invalid syntax"),
                Map.entry("/connz?state=gone", "Error decoding state for gone"),
                Map.entry("/connz?sort=name", "invalid sorting option: name"),
                Map.entry("/connz?sort=stop", "sort by stop only valid on closed connections"),
                Map.entry("/connz?sort=reason&state=all", "sort by reason only valid on closed connections"),
                Map.entry("/subsz?test=a.*", "invalid test subject, must be valid publish subject: a.*"),
                Map.entry("/accountz?acc=NONE", "Account NONE does not exist"),
                Map.entry(
                        "/routez?subs=x",
                        "Error decoding boolean for 'subs': strconv.ParseBool: parsing \"x\": invalid syntax"),
                Map.entry(
                        "/jsz?streams=x",
                        "Error decoding boolean for 'streams': strconv.ParseBool: parsing \"x\": invalid syntax"));
        try (RunningServer server = target.start(Monitor.CONFIG)) {
            Monitor monitor = Monitor.of(server);
            refusals.forEach((path, text) -> {
                HttpResponse<String> answer = monitor.get(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(400);
                assertThat(answer.body()).isEqualTo(text);
                assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
            });
        }
    }

    @Test
    @Rows({"MO-02", "MO-03"})
    void what_clients_send_and_get_is_counted_for_them_and_for_the_server() {
        try (RunningServer server = target.start(ACCOUNTS);
                Peer one = login(server, "a", "one");
                Peer two = login(server, "a", "two")) {
            Monitor monitor = Monitor.of(server);
            one.send("SUB data.> 1\r\nSUB other q 2\r\nUNSUB 2 7\r\n");
            one.fence();
            publish(two, "data.x", 10, 5);
            one.fence();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(monitor.page("/varz"))
                            .containsEntry("connections", 2L)
                            .containsEntry("total_connections", 2L)
                            .containsEntry("in_msgs", 10L)
                            .containsEntry("in_bytes", 50L)
                            .containsEntry("in_client_msgs", 10L)
                            .containsEntry("out_msgs", 10L)
                            .containsEntry("out_bytes", 50L)
                            .containsEntry("system_account", "SYS"));
            Map<String, Object> first = monitor.list("/connz?auth=1&subs=detail&user=a", "connections")
                    .get(0);
            assertThat(first)
                    .containsEntry("kind", "Client")
                    .containsEntry("type", "nats")
                    .containsEntry("ip", "127.0.0.1")
                    .containsEntry("name", "one")
                    .containsEntry("lang", "java")
                    .containsEntry("version", "1.2.3")
                    .containsEntry("out_msgs", 10L)
                    .containsEntry("out_bytes", 50L)
                    .containsEntry("in_msgs", 0L)
                    .containsEntry("pending_bytes", 0L)
                    .containsEntry("subscriptions", 2L)
                    .containsEntry("authorized_user", "a")
                    .containsEntry("account", "A");
            assertThat((List<?>) first.get("subscriptions_list_detail"))
                    .anySatisfy(sub -> assertThat(Json.text(sub))
                            .isEqualTo("{\"subject\":\"data.>\",\"sid\":\"1\",\"msgs\":10,\"cid\":" + first.get("cid")
                                    + "}"))
                    .anySatisfy(sub -> assertThat(Json.text(sub))
                            .isEqualTo(
                                    "{\"subject\":\"other\",\"qgroup\":\"q\",\"sid\":\"2\",\"msgs\":0,\"max\":7,\"cid\":"
                                            + first.get("cid") + "}"));
            assertThat(monitor.list("/connz?subs=1", "connections").get(0).get("subscriptions_list"))
                    .asInstanceOf(LIST)
                    .containsExactlyInAnyOrder("data.>", "other");
            assertThat(monitor.list("/connz", "connections").get(0))
                    .doesNotContainKeys("authorized_user", "account", "subscriptions_list");
        }
    }

    @Test
    @Rows("MO-03")
    void connections_are_sorted_paged_and_chosen() {
        try (RunningServer server = target.start(ACCOUNTS);
                Peer one = login(server, "a", "one");
                Peer two = login(server, "b", "two");
                Peer three = login(server, "a", "three")) {
            Monitor monitor = Monitor.of(server);
            two.send("SUB x.* 1\r\n");
            two.fence();
            three.send("SUB x.1 1\r\nSUB y 2\r\n");
            three.fence();
            publish(one, "z", 3, 1);
            publish(two, "z", 1, 100);
            publish(three, "y", 2, 2);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    names(monitor, "/connz?sort=msgs_to").get(0))
                            .isEqualTo("three"));

            assertThat(names(monitor, "/connz")).containsExactly("one", "two", "three");
            assertThat(names(monitor, "/connz?sort=start")).containsExactly("one", "two", "three");
            assertThat(names(monitor, "/connz?sort=subs")).containsExactly("three", "two", "one");
            assertThat(names(monitor, "/connz?sort=msgs_from")).containsExactly("one", "three", "two");
            assertThat(names(monitor, "/connz?sort=bytes_from")).containsExactly("two", "three", "one");
            assertThat(names(monitor, "/connz?sort=bytes_to").get(0)).isEqualTo("three");
            assertThat(names(monitor, "/connz?sort=last").get(0)).isEqualTo("three");
            assertThat(names(monitor, "/connz?sort=uptime")).containsExactly("three", "two", "one");
            for (String order : List.of("pending", "idle", "rtt", "cid")) {
                assertThat(names(monitor, "/connz?sort=" + order)).hasSize(3);
            }
            assertThat(names(monitor, "/connz?offset=1&limit=1")).containsExactly("two");
            assertThat(monitor.page("/connz?offset=1&limit=1"))
                    .containsEntry("num_connections", 1L)
                    .containsEntry("total", 3L)
                    .containsEntry("offset", 1L)
                    .containsEntry("limit", 1L);
            assertThat(names(monitor, "/connz?acc=A")).containsExactly("one", "three");
            assertThat(names(monitor, "/connz?user=b")).containsExactly("two");
            assertThat(names(monitor, "/connz?acc=A&user=b")).isEmpty();
            assertThat(names(monitor, "/connz?mqtt_client=x")).isEmpty();
            Object id = monitor.list("/connz", "connections").get(1).get("cid");
            assertThat(names(monitor, "/connz?cid=" + id)).containsExactly("two");
            assertThat(names(monitor, "/connz?cid=4711")).isEmpty();
        }
    }

    @Test
    @Rows({"MO-03", "CP-31"})
    void connections_that_ended_are_remembered_with_their_reasons() {
        try (RunningServer server = target.start(ACCOUNTS);
                Peer stays = login(server, "a", "stays")) {
            Monitor monitor = Monitor.of(server);
            try (Peer leaves = login(server, "a", "leaves")) {
                leaves.send("SUB gone 1\r\n");
                publish(leaves, "x", 2, 3);
            }
            try (Peer fails = login(server, "b", "fails")) {
                fails.send("NONSENSE\r\n");
                fails.lastLineOrPong();
            }
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(names(monitor, "/connz?state=closed")).containsExactly("leaves", "fails"));

            Map<String, Object> first = monitor.list("/connz?state=closed&subs=1&auth=1", "connections")
                    .get(0);
            assertThat(first)
                    .containsEntry("reason", "Client Closed")
                    .containsEntry("in_msgs", 2L)
                    .containsEntry("in_bytes", 6L)
                    .containsEntry("subscriptions", 1L)
                    .containsEntry("subscriptions_list", List.of("gone"))
                    .containsEntry("authorized_user", "a")
                    .containsEntry("account", "A")
                    .containsKeys("stop", "start", "uptime", "idle");
            assertThat(names(monitor, "/connz?state=any")).containsExactly("stays", "leaves", "fails");
            assertThat(names(monitor, "/connz?state=closed&sort=stop")).containsExactly("fails", "leaves");
            assertThat(names(monitor, "/connz?state=closed&sort=reason")).containsExactly("leaves", "fails");
            assertThat(names(monitor, "/connz?state=closed&acc=B")).containsExactly("fails");
            assertThat(monitor.page("/varz")).containsEntry("in_msgs", 2L).containsEntry("total_connections", 3L);
            stays.fence();
        }
    }

    @Test
    @Rows("MO-07")
    void subscriptions_are_listed_by_account_and_by_what_they_would_hear() {
        try (RunningServer server = target.start(ACCOUNTS);
                Peer a = login(server, "a", "one");
                Peer b = login(server, "b", "two")) {
            Monitor monitor = Monitor.of(server);
            a.send("SUB x.* 1\r\nSUB x.1 q 2\r\nSUB y 3\r\n");
            a.fence();
            b.send("SUB x.1 1\r\n");
            b.fence();

            List<Map<String, Object>> heard = monitor.list("/subsz?subs=1&acc=A&test=x.1", "subscriptions_list");
            assertThat(heard).extracting(one -> one.get("subject")).containsExactlyInAnyOrder("x.*", "x.1");
            assertThat(heard).allSatisfy(one -> assertThat(one).containsEntry("account", "A"));
            assertThat(monitor.page("/subsz?subs=1&acc=A&test=x.1")).containsEntry("total", 2L);
            assertThat(monitor.list("/subsz?subs=1&acc=A&test=x.1&limit=1", "subscriptions_list"))
                    .hasSize(1);
            assertThat(monitor.list("/subsz?subs=1&acc=A&test=x.1&offset=1", "subscriptions_list"))
                    .hasSize(1);
            assertThat(monitor.page("/subsz"))
                    .doesNotContainKey("subscriptions_list")
                    .containsEntry("limit", 1024L);
        }
    }

    @Test
    @Rows({"MO-08", "MO-09"})
    void accounts_tell_who_is_connected_and_what_was_sent() {
        try (RunningServer server = target.start(ACCOUNTS);
                Peer a = login(server, "a", "one")) {
            Monitor monitor = Monitor.of(server);
            a.send("SUB x 1\r\n");
            publish(a, "x", 4, 2);
            try (Peer gone = login(server, "a", "gone")) {
                publish(gone, "y", 1, 10);
            }
            await().atMost(SOON).untilAsserted(() -> {
                Map<String, Object> stats =
                        monitor.list("/accstatz", "account_statz").get(0);
                assertThat(stats)
                        .containsEntry("acc", "A")
                        .containsEntry("conns", 1L)
                        .containsEntry("total_conns", 1L);
                assertThat(Json.text(stats.get("sent"))).startsWith("{\"msgs\":4,\"bytes\":8,");
                assertThat(Json.text(stats.get("received"))).startsWith("{\"msgs\":5,\"bytes\":18,");
            });
            assertThat(monitor.list("/accstatz?unused=1", "account_statz"))
                    .extracting(one -> one.get("acc"))
                    .containsExactlyInAnyOrder("$G", "A", "B", "SYS");
            assertThat(monitor.page("/accountz").get("accounts"))
                    .asInstanceOf(LIST)
                    .containsExactlyInAnyOrder("$G", "A", "B", "SYS");
            assertThat(monitor.page("/accountz")).containsEntry("system_account", "SYS");
            assertThat(Json.text(monitor.page("/accountz?acc=A").get("account_detail")))
                    .contains("\"account_name\":\"A\"", "\"client_connections\":1", "\"complete\":true");
        }
    }

    @Test
    @Rows("MO-11")
    void health_is_told_for_the_server_an_account_a_stream_and_a_consumer() {
        Map<String, String> answers = Map.of(
                "/healthz",
                "200 {\"status\":\"ok\"}",
                "/healthz?details=true",
                "200 {\"status\":\"ok\"}",
                "/healthz?js-enabled-only=true",
                "200 {\"status\":\"ok\"}",
                "/healthz?account=$G&stream=S",
                "200 {\"status\":\"ok\"}",
                "/healthz?stream=S",
                "400 {\"status\":\"error\",\"error\":\"\\\"account\\\" must not be empty when checking stream health\"}",
                "/healthz?account=$G&consumer=C",
                "400 {\"status\":\"error\",\"error\":\"\\\"stream\\\" must not be empty when checking consumer health\"}",
                "/healthz?account=NONE",
                "404 {\"status\":\"unavailable\",\"error\":\"JetStream account \\\"NONE\\\" not found\"}",
                "/healthz?account=$G&stream=T",
                "404 {\"status\":\"unavailable\",\"error\":\"JetStream stream \\\"T\\\" not found on account \\\"$G\\\"\"}",
                "/healthz?account=$G&stream=S&consumer=C",
                "404 {\"status\":\"unavailable\",\"error\":\"JetStream consumer \\\"C\\\" not found for stream \\\"S\\\""
                        + " on account \\\"$G\\\"\"}",
                "/healthz?account=$G&stream=T&details=true",
                "404 {\"status\":\"error\",\"errors\":[{\"type\":\"STREAM\",\"account\":\"$G\",\"stream\":\"T\","
                        + "\"error\":\"JetStream stream \\\"T\\\" not found on account \\\"$G\\\"\"}]}");
        try (RunningServer server = target.start(Monitor.CONFIG + "jetstream { store_dir: \"${store}\" }\n");
                Peer peer = Peer.login(server)) {
            Monitor monitor = Monitor.of(server);
            peer.send("SUB in 1\r\nPUB $JS.API.STREAM.CREATE.S in 12\r\n{\"name\":\"S\"}\r\n");
            assertThat(peer.line()).startsWith("MSG in 1 ");
            answers.forEach((path, expected) -> {
                HttpResponse<String> answer = monitor.get(path.replace("$", "%24"));
                assertThat(answer.statusCode() + " " + answer.body()).as(path).isEqualTo(expected);
            });
        }
    }
}
