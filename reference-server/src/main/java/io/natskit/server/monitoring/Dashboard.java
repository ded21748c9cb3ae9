// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.wire.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The page for people ({@code /dashboard}): its files, and the lists that it shows, each in small parts. What it counts it reads from {@code /varz} and
 * {@code /jsz}. It takes nothing from other hosts, and its headers forbid it to.
 */
final class Dashboard {
    /** Where it is. */
    static final String PATH = "/dashboard";

    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");
    private static final List<String> SCRIPTS = List.of("main.js", "shown.js", "plot.js", "lists.js", "live.js");

    private final Map<String, Function<Query, Answer>> pages = new LinkedHashMap<>();

    Dashboard(Sources sources) {
        pages.put(PATH, query -> file("dashboard.html", "text/html; charset=utf-8"));
        asset("dashboard.css", "text/css; charset=utf-8");
        asset("icon.svg", "image/svg+xml");
        SCRIPTS.forEach(script -> asset(script, SCRIPT));
        list("streams", (query, json) -> DashboardStreams.write(sources, Listing.of(query), json));
        list(
                "consumers",
                (query, json) -> DashboardStreams.consumers(
                        sources, query.text("account"), query.text("stream"), Listing.of(query), json));
        list("connections", (query, json) -> DashboardConnections.write(sources, Listing.of(query), json));
        list("subjects", (query, json) -> DashboardSubjects.write(sources, Listing.of(query), json));
        list("accounts", (query, json) -> DashboardLists.accounts(sources, Listing.of(query), json));
        list("troubles", (query, json) -> DashboardLists.troubles(sources, Listing.of(query), json));
    }

    /** What it answers, by path. */
    Map<String, Function<Query, Answer>> pages() {
        return pages;
    }

    private interface Writing {
        void write(Query query, JsonWriter json);
    }

    private void list(String name, Writing content) {
        pages.put(PATH + "/" + name, query -> {
            JsonWriter json = new JsonWriter();
            content.write(query, json);
            return json(200, json.toBytes());
        });
    }

    private void asset(String name, String type) {
        pages.put(PATH + "/" + name, query -> file(name, type));
    }

    /** JSON for this page alone: others may not read it. */
    static Answer json(int code, byte[] body) {
        return new Answer(code, "application/json", HEADERS, body);
    }

    private static Answer file(String name, String type) {
        try (InputStream in = Dashboard.class.getResourceAsStream("dashboard/" + name)) {
            if (in == null) {
                throw new IllegalStateException("dashboard/" + name + " is missing from the server's jar");
            }
            return new Answer(200, type, HEADERS, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("dashboard/" + name, e);
        }
    }
}
