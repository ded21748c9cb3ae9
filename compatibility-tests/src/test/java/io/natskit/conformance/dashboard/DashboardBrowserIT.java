// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.transcript.Json;
import io.natskit.server.NatsServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The dashboard as people see it, in Chromium where it is installed. */
@Order(8)
class DashboardBrowserIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final boolean FULL = Boolean.getBoolean("natskit.full");
    private static final int STREAMS = FULL ? 10_000 : 60;
    private static final int CONNECTIONS = FULL ? 5_000 : 60;
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    /** Whose value moves by itself, or by being asked for. */
    private static final Set<String> RESTLESS = Set.of("mem", "cpu");

    private static final Path PICTURES = Path.of("target", "dashboard");

    private static @Nullable NatsServer running;
    private static @Nullable Browser opened;
    private static @Nullable Connection connected;

    private final NatsServer server = Objects.requireNonNull(running);
    private final Browser browser = Objects.requireNonNull(opened);
    private final Connection nats = Objects.requireNonNull(connected);

    @BeforeAll
    static void start() {
        Optional<String> missing = Browser.missing();
        Ledger.add(new Ledger.Entry(
                "peer",
                "Chromium",
                List.of(),
                "the browser itself",
                missing.isPresent() ? Ledger.Outcome.SKIPPED : Ledger.Outcome.PASSED,
                missing.orElse("")));
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        NatsServer server = NatsServer.builder()
                .config("server_name: shown\nhttp: \"127.0.0.1:-1\"\nmax_connections: 6000\n")
                .jetStream()
                .start();
        running = server;
        opened = Browser.open();
        Connection nats = Nats.connect(o -> o.servers(server.url()).name(HOSTILE));
        connected = nats;
        fill(nats);
    }

    private static void fill(Connection nats) {
        ask(
                nats,
                "$JS.API.STREAM.CREATE.ORDERS",
                "{\"name\":\"ORDERS\",\"subjects\":[\"orders.>\"],\"storage\":\"memory\"}");
        ask(
                nats,
                "$JS.API.CONSUMER.CREATE.ORDERS.worker",
                "{\"stream_name\":\"ORDERS\",\"config\":{\"name\":\"worker\",\"durable_name\":\"worker\",\"ack_policy\":\"explicit\"}}");
        for (int i = 0; i < 10; i++) {
            ask(nats, "orders.new", "order " + i);
        }
        nats.subscribe("shop.<script>alert(2)</script>", message -> {});
    }

    private static String ask(Connection nats, String subject, String body) {
        return nats.request(subject, body.getBytes(StandardCharsets.UTF_8), SOON)
                .text();
    }

    @AfterAll
    static void stop() {
        if (connected != null) {
            connected.close();
        }
        if (opened != null) {
            opened.close();
        }
        if (running != null) {
            running.close();
        }
    }

    @BeforeEach
    void show() {
        browser.screen(1280, 900, "light");
        browser.show(server.monitoringUrl() + "/dashboard");
        awaitText("#server-name", "shown");
    }

    @AfterEach
    void nothing_was_complained_of() {
        assertThat(browser.complaints()).isEmpty();
    }

    private void awaitText(String css, String part) {
        await().atMost(SOON).until(() -> browser.text(css).contains(part));
    }

    private Map<String, Object> page(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.monitoringUrl() + "/" + path))
                    .build();
            return Json.object(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(path, e);
        }
    }

    /** A number as it is shown: the page and field that it is of, the value that was read, and the text. */
    private record Shown(String page, String field, String value, String text) {
        static Shown of(Map<String, String> cell) {
            return new Shown(
                    String.valueOf(cell.get("page")),
                    String.valueOf(cell.get("field")),
                    String.valueOf(cell.get("value")),
                    String.valueOf(cell.get("text")));
        }
    }

    private List<Shown> shown() {
        List<Map<String, String>> cells = browser.run("return [...document.querySelectorAll('#numbers dd')].map(d =>"
                + " ({page: d.dataset.page, field: d.dataset.field, value: d.dataset.value, text: d.textContent}))");
        return cells.stream().map(Shown::of).toList();
    }

    private List<String> differences() {
        Map<String, Object> varz = page("varz");
        Map<String, Object> jsz = page("jsz");
        List<String> different = new ArrayList<>();
        for (Shown one : shown()) {
            String said = String.valueOf((one.page.equals("varz") ? varz : jsz).get(one.field));
            if (!RESTLESS.contains(one.field) && !said.equals(one.value)) {
                different.add(one + " (expected: " + said + ")");
            }
        }
        return different;
    }

    @Test
    void its_numbers_are_those_of_varz_and_jsz_of_the_same_second() {
        for (int round = 0; round < 3; round++) {
            nats.publish("elsewhere", "x".repeat(1_000));
            ask(nats, "orders.new", "another");
            await().atMost(SOON).untilAsserted(() -> assertThat(differences()).isEmpty());
        }
        assertThat(shown()).hasSizeGreaterThan(12).allSatisfy(one -> {
            if (!one.text.contains("B") && !one.text.contains("%")) {
                assertThat(one.text.replace(",", "")).isEqualTo(one.value);
            }
        });
        awaitText("#message-rate .legend", "out");
    }

    @Test
    void names_that_clients_chose_are_text_and_nothing_else() {
        browser.scrollTo("#connections");
        awaitText("#connections tbody", HOSTILE);
        browser.scrollTo("#subjects");
        awaitText("#subjects tbody", "<script>alert(2)</script>");
        assertThat(browser.<Long>run("return document.images.length")).isZero();
        assertThat(browser.<Long>run("return document.querySelectorAll('script').length"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1280,900,light", "1280,900,dark", "360,740,light", "360,740,dark"})
    void nobody_is_kept_out_and_nothing_sticks_out(int width, int height, String colours) {
        browser.screen(width, height, colours);
        awaitText("#streams tbody", "ORDERS");
        browser.find("#streams tbody button").click();
        awaitText("#consumers tbody", "worker");

        assertThat(browser.barriers()).isEmpty();
        assertThat(browser.<Long>run("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(width);
        boolean dark = browser.<String>run("return getComputedStyle(document.body).backgroundColor")
                .startsWith("rgb(18,");
        assertThat(dark).isEqualTo(colours.equals("dark"));
        browser.scrollTo("header");
        browser.picture(PICTURES.resolve((width < 500 ? "phone-" : "desktop-") + colours + ".png"));
    }

    @Test
    void all_of_it_is_reached_by_keyboard() {
        awaitText("#streams tbody", "ORDERS");
        Set<String> reached = new LinkedHashSet<>();
        WebElement before = browser.find("body");
        for (int i = 0; i < 80; i++) {
            browser.focused().sendKeys(Keys.TAB);
            WebElement now = browser.focused();
            if (now.getTagName().equals("body") || now.equals(before) && i > 0) {
                break;
            }
            assertThat(now.getAccessibleName())
                    .as(now.getDomProperty("outerHTML"))
                    .isNotEmpty();
            assertThat(now.getCssValue("outline-style"))
                    .as(now.getAccessibleName())
                    .isEqualTo("solid");
            reached.add(now.getAccessibleName());
            before = now;
        }

        assertThat(reached.iterator().next()).isEqualTo("Skip to the numbers");
        assertThat(reached)
                .contains("Pause", "Find streams", "Order of connections", "1 consumers of ORDERS", "Listen", "Publish")
                .contains("Messages, the newest first");
        browser.find("#streams tbody button").sendKeys(Keys.ENTER);
        await().atMost(SOON).until(() -> browser.focused().getText().startsWith("Consumers of ORDERS"));
        browser.find("#consumers-close").sendKeys(Keys.ENTER);
        assertThat(browser.focused().getAccessibleName()).isEqualTo("1 consumers of ORDERS");
    }

    @Test
    void a_subject_is_heard_and_published_on() {
        browser.find("#tail input").clear();
        browser.find("#tail input").sendKeys("shop.>", Keys.ENTER);
        awaitText("#messages-state", "Listening to shop.>");
        browser.find("#publish input").sendKeys("shop.open");
        browser.find("#publish textarea").sendKeys("<b>hé</b>");
        browser.find("#publish button").click();

        awaitText("#tail-messages", "shop.open");
        assertThat(browser.text("#tail-messages li pre")).isEqualTo("<b>hé</b>");
        browser.find("#publish input").sendKeys(" not a subject");
        browser.find("#publish button").click();
        awaitText("#messages-state", "not valid");
        browser.find("#tail-button").click();
        awaitText("#messages-state", "Stopped after 1 messages");
    }

    @Test
    void many_streams_and_connections_are_looked_at_in_parts() {
        List<Connection> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                String name = "client-" + i;
                clients.add(Nats.connect(o -> o.servers(server.url()).name(name)));
            }
            for (int i = 0; i < STREAMS; i++) {
                ask(
                        nats,
                        "$JS.API.STREAM.CREATE.S" + i,
                        "{\"name\":\"S" + i + "\",\"subjects\":[\"s" + i + "\"],\"storage\":\"memory\"}");
            }
            browser.show(server.monitoringUrl() + "/dashboard");
            awaitText("#streams [role=status]", "1 to 25 of " + String.format(Locale.ROOT, "%,d", STREAMS + 1));
            browser.find("#streams input").sendKeys("s" + (STREAMS - 1));
            awaitText("#streams [role=status]", "1 to 1 of 1 streams");
            assertThat(browser.text("#streams tbody td")).isEqualTo("S" + (STREAMS - 1));
            browser.find("#connections input").sendKeys("client-" + (CONNECTIONS - 1));
            awaitText("#connections tbody", "client-" + (CONNECTIONS - 1));
            browser.find("#connections input").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
            awaitText("#connections [role=status]", "of " + String.format(Locale.ROOT, "%,d", CONNECTIONS + 1));
            browser.find("#connections button[aria-label='Next connections']").click();
            awaitText("#connections [role=status]", "26 to 50");
            await().atMost(SOON).untilAsserted(() -> assertThat(differences()).isEmpty());
        } finally {
            clients.forEach(Connection::close);
            for (int i = 0; i < STREAMS; i++) {
                ask(nats, "$JS.API.STREAM.DELETE.S" + i, "");
            }
        }
    }
}
