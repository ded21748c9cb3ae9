// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import io.natskit.server.support.RawClient;
import io.natskit.wire.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard's files, what it reads, and who may hear and publish by it. */
class DashboardIT {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private static final String MONITORED = "http: \"127.0.0.1:-1\"\n";
    private static NatsServer server;

    @BeforeAll
    static void start() {
        server = open(MONITORED);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static NatsServer open(String config) {
        return NatsServer.builder().config(config).jetStream().start();
    }

    private static HttpRequest.Builder request(NatsServer to, String path) {
        return HttpRequest.newBuilder(URI.create(to.monitoringUrl() + path)).timeout(Duration.ofSeconds(15));
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static HttpResponse<String> get(String path) throws IOException {
        return send(request(server, path).build());
    }

    private static JsonObject list(String path) throws IOException {
        return json(get("/dashboard/" + path));
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return JsonObject.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject post(NatsServer to, String path, String body) throws IOException {
        return json(send(request(to, "/dashboard/messages" + path)
                .header("NatsKit-Dashboard", "1")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
    }

    @Test
    void the_page_and_its_files_come_with_headers_that_forbid_others() throws IOException {
        for (String path :
                List.of("", "/dashboard.css", "/main.js", "/live.js", "/icon.svg", "/streams", "/messages")) {
            HttpResponse<String> answer = get("/dashboard" + path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .as(path)
                    .startsWith("default-src 'none'; script-src 'self';")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                    .as(path)
                    .contains("nosniff");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .as(path)
                    .isEmpty();
        }
        assertThat(get("/dashboard").body()).doesNotContain("style=", "onclick", "http:", "https:");
        assertThat(get("/").body()).contains("href=\"./dashboard\"");
        assertThat(get("/dashboard/nosuch").statusCode()).isEqualTo(404);
    }

    @Test
    void it_stands_behind_the_base_path_and_may_be_left_out() throws IOException {
        try (NatsServer other = open(MONITORED + "http_base_path: /nats\n")) {
            for (String path : List.of("/nats/dashboard", "/nats/dashboard/main.js", "/nats/dashboard/messages")) {
                assertThat(send(request(other, path).build()).statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
        }
        try (NatsServer without = open(MONITORED + "dashboard: false\n")) {
            for (String path : List.of("/dashboard", "/dashboard/streams", "/dashboard/messages")) {
                assertThat(send(request(without, path).build()).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
            assertThat(send(request(without, "/").build()).body()).doesNotContain("dashboard");
        }
    }

    @Test
    void streams_are_sorted_found_and_shown_in_parts_with_what_their_consumers_lag() throws IOException {
        try (RawClient client = RawClient.loggedIn(server)) {
            for (String name : List.of("ALPHA", "BETA", "GAMMA")) {
                String lower = name.toLowerCase(Locale.ROOT);
                client.ask(
                        "$JS.API.STREAM.CREATE." + name,
                        "{\"name\":\"" + name + "\",\"subjects\":[\"" + lower + "\"],\"storage\":\"memory\"}");
            }
            client.ask(
                    "$JS.API.CONSUMER.CREATE.BETA.C",
                    "{\"stream_name\":\"BETA\",\"config\":{\"name\":\"C\",\"durable_name\":\"C\",\"ack_policy\":\"explicit\"}}");
            client.ask("beta", "one");
            client.ask("beta", "two");
            client.ask("gamma", "one");
        }

        JsonObject part = list("streams?filter=a&limit=2");
        assertThat(part.integer("found", -1)).isEqualTo(3);
        assertThat(part.objects("rows")).extracting(row -> row.string("name")).containsExactly("ALPHA", "BETA");
        JsonObject beta = list("streams?sort=lag").objects("rows").get(0);
        assertThat(beta.string("name")).isEqualTo("BETA");
        assertThat(beta.integer("messages", -1)).isEqualTo(2);
        assertThat(beta.integer("lag", -1)).isEqualTo(2);
        assertThat(beta.integer("consumers", -1)).isEqualTo(1);
        JsonObject consumer =
                list("consumers?account=$G&stream=BETA").objects("rows").get(0);
        assertThat(consumer.string("name")).isEqualTo("C");
        assertThat(consumer.string("kind")).isEqualTo("pull");
        assertThat(consumer.integer("lag", -1)).isEqualTo(2);
        assertThat(list("consumers?account=$G&stream=NONE").integer("found", -1))
                .isZero();
        assertThat(get("/dashboard/streams?sort=nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void connections_and_their_subjects_are_found_by_name() throws IOException {
        try (RawClient client = RawClient.to(server)) {
            client.send("CONNECT {\"verbose\":false,\"name\":\"<b>Seeker\"}\r\n"
                    + "SUB sought.one 1\r\nSUB sought.one q 2\r\nSUB sought.> 3\r\n");
            client.flush();

            JsonObject connection =
                    list("connections?filter=seeker").objects("rows").get(0);
            assertThat(connection.string("name")).isEqualTo("<b>Seeker");
            assertThat(connection.integer("subscriptions", -1)).isEqualTo(3);
            assertThat(list("connections?filter=nobody-of-that-name").integer("found", -1))
                    .isZero();
            List<JsonObject> subjects =
                    list("subjects?filter=sought&sort=subscriptions").objects("rows");
            assertThat(subjects).extracting(row -> row.string("subject")).containsExactly("sought.one", "sought.>");
            assertThat(subjects.get(0).integer("subscriptions", -1)).isEqualTo(2);
            assertThat(subjects.get(0).strings("queues")).containsExactly("q");
            JsonObject account = list("accounts?filter=$g").objects("rows").get(0);
            assertThat(account.integer("connections", -1)).isPositive();
        }
    }

    @Test
    void errors_of_the_log_are_among_the_troubles() throws IOException {
        try (NatsServer other = open(MONITORED + "authorization { token: secret }\n");
                RawClient stranger = RawClient.to(other)) {
            stranger.send("CONNECT {\"verbose\":false,\"auth_token\":\"wrong\"}\r\n")
                    .untilClosed();

            JsonObject troubles =
                    json(send(request(other, "/dashboard/troubles").build()));
            assertThat(troubles.objects("rows")).anySatisfy(row -> {
                assertThat(row.string("kind")).isEqualTo("error");
                assertThat(row.string("text")).contains("authentication error").doesNotContain("wrong");
            });
        }
    }

    @Test
    void where_nobody_logs_in_it_hears_and_publishes() throws IOException {
        assertThat(list("messages").string("mode")).isEqualTo("open");
        String id = post(server, "/tail", "{\"subject\":\"heard.>\"}").string("id");
        assertThat(post(server, "/publish", "{\"subject\":\"heard.x\",\"payload\":\"hi\"}")
                        .string("published"))
                .isEqualTo("heard.x");

        JsonObject part = json(send(request(server, "/dashboard/messages/tail?after=0&id=" + id)
                .header("NatsKit-Dashboard", "1")
                .build()));
        JsonObject heard = part.objects("messages").get(0);
        assertThat(heard.string("subject")).isEqualTo("heard.x");
        assertThat(heard.string("payload")).isEqualTo("hi");
        assertThat(send(request(server, "/dashboard/messages/tail?id=" + id)
                                .header("NatsKit-Dashboard", "1")
                                .DELETE()
                                .build())
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(server, "/publish", "{\"subject\":\"a b\"}").string("error"))
                .startsWith("subject: not valid");
    }

    @Test
    void nobody_but_the_page_publishes() throws IOException {
        HttpRequest.Builder bare = request(server, "/dashboard/messages/publish");
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"subject\":\"a\"}");
        assertThat(send(bare.POST(body).build()).statusCode()).isEqualTo(403);
        HttpResponse<String> preflight = send(request(server, "/dashboard/messages/publish")
                .header("Access-Control-Request-Headers", "NatsKit-Dashboard")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(preflight.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        assertThat(new RawHttp(server).status("POST /dashboard/messages/publish", "rebound.example:80"))
                .contains("403");
        assertThat(new RawHttp(server).status("POST /dashboard/messages/publish", "localhost:80"))
                .contains("200");
    }

    @Test
    void where_clients_log_in_it_is_off_unless_asked_for_and_then_the_viewer_logs_in() throws IOException {
        String users = MONITORED + "authorization { users: [{user: ada, password: secret}] }\n";
        String wanted = "{\"subject\":\"a\",\"user\":\"ada\",\"password\":\"secret\"}";
        try (NatsServer off = open(users)) {
            assertThat(json(send(request(off, "/dashboard/messages").build())).string("mode"))
                    .isEqualTo("off");
            assertThat(post(off, "/publish", wanted).string("error")).startsWith("messages are off");
        }
        try (NatsServer on = open(users + "dashboard { messages: true }\n")) {
            assertThat(json(send(request(on, "/dashboard/messages").build())).string("mode"))
                    .isEqualTo("login");
            assertThat(post(on, "/publish", wanted).string("published")).isEqualTo("a");
            assertThat(post(on, "/publish", wanted.replace("secret", "guess")).string("error"))
                    .isEqualTo("Authorization Violation");
            assertThat(post(on, "/publish", "{\"subject\":\"a\"}").string("error"))
                    .isEqualTo("Authorization Violation");
        }
        try (NatsServer never = open(MONITORED + "dashboard { messages: false }\n")) {
            assertThat(post(never, "/tail", "{\"subject\":\"a\"}").string("error"))
                    .startsWith("messages are off");
        }
    }
}
