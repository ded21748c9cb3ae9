// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the system account asks and hears, and what every account may ask about itself. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record SystemAccountIT(Target target) implements Judged {
    private static final String CONFIG = """
            server_name: here
            server_tags: ["east:1"]
            accounts {
              A { jetstream: enabled, users: [
                {user: a, password: p},
                {user: limited, password: p, permissions: {
                  publish: {allow: ["x.>", "$SYS.>"], deny: "x.y"}, subscribe: ["answers.>", "q.* work"], allow_responses: true}}
              ] }
              B { users: [{user: b, password: p}] }
              SYS { users: [{user: s, password: p}] }
            }
            system_account: SYS
            jetstream { store_dir: "${store}" }
            """;

    private RunningServer start() {
        return target.start(CONFIG);
    }

    private static String id(Asker asker) {
        return String.valueOf(asker.ask("$SYS.REQ.SERVER.PING.IDZ", "").json().get("id"));
    }

    @SuppressWarnings("unchecked") // a wrong shape fails the test
    private static Map<String, Object> object(Map<String, Object> in, String field) {
        return (Map<String, Object>) in.get(field);
    }

    @Test
    @Rows("SY-01")
    void each_word_is_answered_by_every_server_and_by_the_one_that_is_named() {
        try (RunningServer server = start();
                Asker s = Asker.login(server, "s")) {
            Map<String, Object> identity = s.ask("$SYS.REQ.SERVER.PING.IDZ", "").json();
            assertThat(identity).containsOnlyKeys("name", "host", "id").containsEntry("name", "here");
            String id = String.valueOf(identity.get("id"));
            Map<String, String> fields = Map.ofEntries(
                    Map.entry("VARZ", "server_name"),
                    Map.entry("CONNZ", "connections"),
                    Map.entry("ROUTEZ", "num_routes"),
                    Map.entry("SUBSZ", "num_subscriptions"),
                    Map.entry("GATEWAYZ", "outbound_gateways"),
                    Map.entry("LEAFZ", "leafnodes"),
                    Map.entry("ACCOUNTZ", "accounts"),
                    Map.entry("JSZ", "streams"),
                    Map.entry("HEALTHZ", "status"),
                    Map.entry("EXPVARZ", "memstats"));
            fields.forEach((word, field) -> {
                assertThat(s.data("$SYS.REQ.SERVER.PING." + word, "")).as(word).containsKey(field);
                assertThat(s.data("$SYS.REQ.SERVER." + id + "." + word, "{}"))
                        .as(word)
                        .containsKey(field);
            });
            Map<String, Object> answer =
                    s.ask("$SYS.REQ.SERVER." + id + ".VARZ", "").json();
            assertThat(object(answer, "server"))
                    .containsEntry("name", "here")
                    .containsEntry("id", id)
                    .containsEntry("ver", "2.15.2")
                    .containsEntry("tags", List.of("east:1"))
                    .containsEntry("jetstream", true)
                    .containsEntry("flags", 7L)
                    .containsKeys("host", "seq", "time", "feature_flags");
            assertThat(s.ask("$SYS.REQ.SERVER." + id + ".NOSUCH", "").header()).startsWith("NATS/1.0 503");
        }
    }

    @Test
    @Rows({"SY-01", "SY-09"})
    void statistics_come_on_request_and_from_time_to_time() {
        try (RunningServer server = start();
                Asker s = Asker.login(server, "s")) {
            String id = id(s);
            for (String subject : List.of("PING", "PING.STATSZ", id + ".STATSZ")) {
                Map<String, Object> answer =
                        s.ask("$SYS.REQ.SERVER." + subject, "").json();
                assertThat(answer).containsOnlyKeys("server", "statsz");
                assertThat(object(answer, "statsz"))
                        .containsEntry("connections", 1L)
                        .containsEntry("active_accounts", 1L)
                        .containsEntry("active_servers", 1L)
                        .containsKeys(
                                "start",
                                "mem",
                                "cores",
                                "cpu",
                                "total_connections",
                                "subscriptions",
                                "sent",
                                "received",
                                "slow_consumers",
                                "jetstream");
            }
            s.listen("$SYS.SERVER." + id + ".STATSZ");
            assertThat(s.hear().json()).containsOnlyKeys("server", "statsz");
        }
    }

    @Test
    @Rows("SY-01")
    void a_request_may_say_which_servers_it_means() {
        try (RunningServer server = start();
                Asker s = Asker.login(server, "s")) {
            assertThat(s.data("$SYS.REQ.SERVER.PING.VARZ", "{\"server_name\":\"er\"}"))
                    .containsEntry("server_name", "here");
            assertThat(s.data("$SYS.REQ.SERVER.PING.VARZ", "{\"server_name\":\"here\",\"exact_match\":true}"))
                    .containsEntry("server_name", "here");
            assertThat(s.data("$SYS.REQ.SERVER.PING.VARZ", "{\"tags\":[\"east:1\"]}"))
                    .containsEntry("server_name", "here");
            for (String other : List.of(
                    "{\"server_name\":\"there\"}",
                    "{\"server_name\":\"er\",\"exact_match\":true}",
                    "{\"host\":\"elsewhere\"}",
                    "{\"cluster\":\"c\"}",
                    "{\"tags\":[\"west\"]}",
                    "{\"domain\":\"hub\"}")) {
                s.ask("$SYS.REQ.SERVER.PING.VARZ", "", other);
            }
            assertThat(object(s.ask("$SYS.REQ.SERVER.PING.VARZ", "{").json(), "error"))
                    .containsEntry("code", 400L)
                    .containsEntry("description", "unexpected end of JSON input");
            assertThat(object(
                            s.ask("$SYS.REQ.SERVER.PING.CONNZ", "{\"limit\":\"x\"}")
                                    .json(),
                            "error"))
                    .containsEntry("code", 400L)
                    .containsEntry(
                            "description",
                            "json: cannot unmarshal string into Go struct field ConnzEventOptions.ConnzOptions.limit of type int");
            assertThat(object(
                            s.ask("$SYS.REQ.SERVER.PING.CONNZ", "{\"sort\":\"name\"}")
                                    .json(),
                            "error"))
                    .containsEntry("code", 500L)
                    .containsEntry("description", "invalid sorting option: name");
        }
    }

    @Test
    @Rows({"SY-01", "MO-03"})
    void connections_are_filtered_by_what_they_listen_to() {
        try (RunningServer server = start();
                Asker s = Asker.login(server, "s");
                Asker a = Asker.login(server, "a")) {
            a.listen("orders.*");
            assertThat((List<?>)
                            s.data("$SYS.REQ.SERVER.PING.CONNZ", "{\"acc\":\"A\",\"filter_subject\":\"orders.new\"}")
                                    .get("connections"))
                    .hasSize(1);
            assertThat((List<?>)
                            s.data("$SYS.REQ.SERVER.PING.CONNZ", "{\"acc\":\"A\",\"filter_subject\":\"bills.new\"}")
                                    .get("connections"))
                    .isEmpty();
            assertThat(object(
                            s.ask("$SYS.REQ.SERVER.PING.CONNZ", "{\"filter_subject\":\"bills.new\"}")
                                    .json(),
                            "error"))
                    .containsEntry("description", "filter by subject only valid with account filtering");
        }
    }

    @Test
    @Rows("SY-01")
    void an_answer_is_compressed_as_the_request_accepts_it() throws IOException {
        try (RunningServer server = start();
                Asker s = Asker.login(server, "s")) {
            s.ask("$SYS.REQ.SERVER.PING.VARZ", "Accept-Encoding: gzip", "");
            Asker.Message zipped = s.hear();
            assertThat(zipped.header()).isEqualTo("NATS/1.0\r\nContent-Encoding: gzip");
            byte[] content = new GZIPInputStream(
                            new ByteArrayInputStream(zipped.content().getBytes(StandardCharsets.ISO_8859_1)))
                    .readAllBytes();
            assertThat(Json.object(new String(content, StandardCharsets.UTF_8))).containsKeys("server", "data");
            s.ask("$SYS.REQ.SERVER.PING.VARZ", "Accept-Encoding: snappy", "");
            Asker.Message snappy = s.hear();
            assertThat(snappy.header()).isEqualTo("NATS/1.0\r\nContent-Encoding: snappy");
            // the stream identifier of snappy's framing
            assertThat(snappy.content()).startsWith("\u00ff\u0006\u0000\u0000sNaPpY");
            s.ask("$SYS.REQ.SERVER.PING.VARZ", "Accept-Encoding: br", "");
            assertThat(s.hear().header()).isEqualTo("NATS/1.0\r\nContent-Encoding: identity");
        }
    }

    @Test
    @Rows("SY-02")
    void a_client_is_kicked_and_told_to_leave_by_its_number() {
        try (RunningServer server = start();
                Asker s = Asker.login(server, "s");
                Asker a = Asker.login(server, "a")) {
            String id = id(s);
            Object cid = ((Map<?, ?>)
                            ((List<?>) s.data("$SYS.REQ.ACCOUNT.A.CONNZ", "").get("connections")).get(0))
                    .get("cid");
            assertThat(s.ask("$SYS.REQ.SERVER." + id + ".LDM", "{\"cid\":" + cid + "}")
                            .json())
                    .containsOnlyKeys("server");
            String info = String.valueOf(a.peer().line());
            assertThat(Json.object(info.substring("INFO ".length()))).containsEntry("ldm", true);
            assertThat(object(
                            s.ask("$SYS.REQ.SERVER." + id + ".LDM", "{\"cid\":4711}")
                                    .json(),
                            "error"))
                    .containsEntry("code", 500L)
                    .containsEntry("description", "no such client id");
            assertThat(s.ask("$SYS.REQ.SERVER." + id + ".KICK", "{\"cid\":" + cid + "}")
                            .json())
                    .containsOnlyKeys("server");
            assertThat(a.peer().lastLineOrPong()).isNotEqualTo("PONG");
            assertThat(object(
                            s.ask("$SYS.REQ.SERVER." + id + ".KICK", "{\"cid\":4711}")
                                    .json(),
                            "error"))
                    .containsEntry("code", 500L)
                    .containsEntry("description", "no such client or leafnode id");
            assertThat(Json.text(s.data("$SYS.REQ.SERVER.PING.CONNZ", "{\"state\":1}")
                            .get("connections")))
                    .contains("\"reason\":\"Kicked\"");
        }
    }

    @Test
    @Rows("SY-03")
    void the_system_account_asks_about_any_account() {
        try (RunningServer server = start();
                Asker s = Asker.login(server, "s");
                Asker a = Asker.login(server, "a")) {
            a.listen("x.>");
            assertThat(s.data("$SYS.REQ.ACCOUNT.A.INFO", ""))
                    .containsEntry("account_name", "A")
                    .containsEntry("client_connections", 1L)
                    .containsEntry("jetstream_enabled", true);
            assertThat(s.data("$SYS.REQ.ACCOUNT.A.CONNZ", "")).containsEntry("num_connections", 1L);
            assertThat(Json.text(s.data("$SYS.REQ.ACCOUNT.A.SUBSZ", "").get("subscriptions_list")))
                    .contains("\"subject\":\"x.>\"");
            assertThat(s.data("$SYS.REQ.ACCOUNT.A.LEAFZ", "")).containsEntry("leafnodes", 0L);
            assertThat(s.data("$SYS.REQ.ACCOUNT.A.JSZ", ""))
                    .containsEntry("name", "A")
                    .containsEntry("memory", 0L);
            assertThat(object(s.ask("$SYS.REQ.ACCOUNT.B.JSZ", "").json(), "error"))
                    .containsEntry("code", 500L)
                    .containsEntry("description", "account \"B\" not jetstream enabled");
            assertThat(object(s.ask("$SYS.REQ.ACCOUNT.NONE.INFO", "").json(), "error"))
                    .containsEntry("description", "Account NONE does not exist");
            assertThat(Json.text(s.data("$SYS.REQ.ACCOUNT.A.STATZ", "").get("account_statz")))
                    .startsWith("[{\"acc\":\"A\",\"name\":\"A\",\"conns\":1,");
            assertThat((List<?>) s.data("$SYS.REQ.ACCOUNT.PING.STATZ", "{\"include_unused\":true}")
                            .get("account_statz"))
                    .hasSize(4);
            assertThat(s.ask("$SYS.REQ.ACCOUNT.A.CONNS", "").json())
                    .containsEntry("type", "io.nats.server.advisory.v1.account_connections")
                    .containsEntry("acc", "A")
                    .containsEntry("conns", 1L);
        }
    }

    @Test
    @Rows({"SY-03", "AC-06"})
    void every_account_asks_about_itself_alone() {
        try (RunningServer server = start();
                Asker a = Asker.login(server, "a");
                Asker b = Asker.login(server, "b")) {
            for (String subject : List.of("$SYS.REQ.SERVER.PING.CONNZ", "$SYS.REQ.ACCOUNT.PING.CONNZ")) {
                assertThat(a.data(subject, "{\"auth\":true}"))
                        .satisfies(data -> assertThat(Json.text(data.get("connections")))
                                .contains("\"account\":\"A\"")
                                .doesNotContain("\"account\":\"B\""));
                assertThat(a.data(subject, "{\"acc\":\"B\"}")).containsEntry("num_connections", 1L);
            }
            assertThat(Json.text(b.data("$SYS.REQ.ACCOUNT.PING.STATZ", "").get("account_statz")))
                    .startsWith("[{\"acc\":\"B\"");
            assertThat(a.ask("$SYS.REQ.SERVER.PING.VARZ", "").header()).startsWith("NATS/1.0 503");
            assertThat(a.ask("$SYS.REQ.ACCOUNT.B.CONNZ", "").header()).startsWith("NATS/1.0 503");
        }
    }

    @Test
    @Rows({"SY-04", "AC-06"})
    void a_user_asks_who_it_is_and_what_it_may_do() {
        try (RunningServer server = start();
                Asker a = Asker.login(server, "a");
                Asker limited = Asker.login(server, "limited");
                Asker s = Asker.login(server, "s")) {
            assertThat(Json.text(a.data("$SYS.REQ.USER.INFO", "")))
                    .isEqualTo("{\"user\":\"a\",\"account\":\"A\",\"account_name\":\"A\"}");
            Map<String, Object> permissions = object(limited.data("$SYS.REQ.USER.INFO", ""), "permissions");
            assertThat((List<?>) object(permissions, "publish").get("allow")).hasSize(2);
            assertThat(object(permissions, "publish")).containsEntry("deny", List.of("x.y"));
            assertThat(object(permissions, "subscribe").get("allow"))
                    .asInstanceOf(LIST)
                    .containsExactlyInAnyOrder("answers.>", "q.* work");
            assertThat(object(permissions, "responses"))
                    .containsEntry("max", 1L)
                    .containsEntry("ttl", 120_000_000_000L);
            assertThat(s.data("$SYS.REQ.USER.INFO", ""))
                    .containsEntry("user", "s")
                    .containsEntry("account", "SYS");
        }
    }

    @Test
    @Rows("SY-06")
    void subscribers_are_counted() {
        try (RunningServer server = start();
                Asker s = Asker.login(server, "s");
                Asker a = Asker.login(server, "a")) {
            a.listen("x.*");
            a.listen("x.1");
            a.listen("x.1 q");
            s.listen("y.1");
            assertThat(s.ask("$SYS.REQ.ACCOUNT.NSUBS", "{\"acc\":\"A\",\"subject\":\"x.1\"}")
                            .content())
                    .isEqualTo("3");
            assertThat(s.ask("$SYS.REQ.ACCOUNT.NSUBS", "{\"acc\":\"A\",\"subject\":\"x.*\"}")
                            .content())
                    .isEqualTo("3");
            assertThat(s.ask("$SYS.DEBUG.SUBSCRIBERS", "y.1").content()).isEqualTo("1");
            assertThat(s.ask("$SYS.DEBUG.SUBSCRIBERS", "y.1 q").content()).isEqualTo("0");
        }
    }

    @Test
    @Rows({"SY-07", "SY-08"})
    void clients_that_come_and_go_are_told_of() {
        try (RunningServer server = start();
                Asker s = Asker.login(server, "s")) {
            s.listen("$SYS.ACCOUNT.A.>");
            s.listen("$SYS.SERVER.ACCOUNT.A.CONNS");
            try (Asker a = Asker.login(server, "a")) {
                Map<String, Object> came = s.hear("$SYS.ACCOUNT.A.CONNECT").json();
                assertThat(came)
                        .containsOnlyKeys("type", "id", "timestamp", "server", "client")
                        .containsEntry("type", "io.nats.server.advisory.v1.client_connect");
                assertThat(object(came, "client"))
                        .containsEntry("acc", "A")
                        .containsEntry("user", "a")
                        .containsEntry("name", "a")
                        .containsEntry("lang", "java")
                        .containsEntry("ver", "1.2.3")
                        .containsEntry("name_tag", "A")
                        .containsEntry("kind", "Client")
                        .containsEntry("client_type", "nats")
                        .containsKeys("start", "host", "id");
                a.peer().send("PUB z 3\r\nabc\r\n");
                a.peer().fence();
            }
            Map<String, Object> left = s.hear("$SYS.ACCOUNT.A.DISCONNECT").json();
            assertThat(left)
                    .containsOnlyKeys("type", "id", "timestamp", "server", "client", "sent", "received", "reason")
                    .containsEntry("type", "io.nats.server.advisory.v1.client_disconnect")
                    .containsEntry("reason", "Client Closed");
            assertThat(Json.text(left.get("sent"))).isEqualTo("{\"msgs\":1,\"bytes\":3}");
            assertThat(object(left, "client")).containsKeys("stop", "rtt");
        }
    }

    @Test
    @Rows("SY-08")
    void the_number_of_an_accounts_connections_is_told_with_each_change() {
        try (RunningServer server = start();
                Asker s = Asker.login(server, "s")) {
            s.listen("$SYS.ACCOUNT.B.SERVER.CONNS");
            try (Asker b = Asker.login(server, "b")) {
                assertThat(b.silence()).isNull();
                Map<String, Object> one = s.hear().json();
                assertThat(one)
                        .containsEntry("type", "io.nats.server.advisory.v1.account_connections")
                        .containsEntry("acc", "B")
                        .containsEntry("name", "B")
                        .containsEntry("conns", 1L)
                        .containsEntry("total_conns", 1L)
                        .containsKeys("server", "sent", "received", "slow_consumers", "num_subscriptions", "leafnodes");
            }
            assertThat(s.hear().json()).containsEntry("conns", 0L);
        }
    }

    @Test
    @Rows("SY-10")
    void who_is_not_let_in_is_told_of() {
        try (RunningServer server = start();
                Asker s = Asker.login(server, "s")) {
            s.listen("$SYS.SERVER." + id(s) + ".CLIENT.AUTH.ERR");
            try (Peer stranger = Peer.dial(server)) {
                stranger.info();
                stranger.send("CONNECT {\"user\":\"nobody\",\"pass\":\"x\",\"name\":\"n\"}\r\n");
                stranger.lastLineOrPong();
            }
            Map<String, Object> refused = s.hear().json();
            assertThat(refused)
                    .containsEntry("type", "io.nats.server.advisory.v1.client_disconnect")
                    .containsEntry("reason", "Authentication Failure");
            assertThat(object(refused, "client"))
                    .containsEntry("user", "nobody")
                    .containsEntry("name", "n");
        }
    }

    @Test
    @Rows("SY-10")
    void the_end_of_the_server_is_told() throws InterruptedException {
        RunningServer server = start();
        Thread ending = new Thread(server::close, "end");
        try (Asker s = Asker.login(server, "s")) {
            String id = id(s);
            s.listen("$SYS.SERVER." + id + ".SHUTDOWN");
            ending.start();
            assertThat(s.hear().json()).containsEntry("id", id).containsEntry("name", "here");
        } finally {
            if (ending.getState() == Thread.State.NEW) {
                ending.start();
            }
            ending.join();
        }
    }
}
