// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.wire.json.IndentedJson;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pages of monitoring by their paths (MO-01 to MO-12): what each is asked for, and what it answers. Any thread but a loop. */
final class Pages {
    private static final int INDENT = 2;
    private static final int INDENT_WIDE = 3;
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;

    private final Sources sources;
    private final String base;
    private final Map<String, Entry> byPath = new LinkedHashMap<>();

    Pages(Sources sources, String basePath) {
        this.sources = sources;
        this.base = BasePath.clean(basePath);
        json("/varz", (query, json) -> Varz.write(sources, json));
        json("/connz", (query, json) -> Connz.write(sources, ConnzOptions.of(query), json));
        json("/routez", this::routes);
        json("/gatewayz", this::gateways);
        json("/leafz", this::leafNodes);
        json("/subsz", this::subscriptions);
        json("/accountz", (query, json) -> Accountz.write(sources, query.text("acc"), json));
        json("/accstatz", this::accounts);
        json("/jsz", (query, json) -> Jsz.write(sources, JszOptions.of(query), json));
        add("/subscriptionsz", "/subsz", query -> page(query, this::subscriptions));
        add("/healthz", "/healthz", this::health);
        add("/ipqueuesz", null, this::queues);
        add("/raftz", null, query -> Answer.text(NOT_FOUND, "No Raft nodes registered"));
        add("/stacksz", null, query -> Answer.json(Processes.stacks().getBytes(StandardCharsets.UTF_8)));
        add("/debug/vars", null, query -> vars());
        add("/metrics", null, query -> Answer.metrics(Metrics.of(sources)));
        if (hasDashboard()) {
            new Dashboard(sources).pages().forEach((path, page) -> add(path, null, page));
        }
        byPath.put(base, new Entry("/", query -> root()));
    }

    /** A page, and under which name it is counted that somebody asked for it; null for those that are not counted. */
    private record Entry(@Nullable String counted, Function<Query, Answer> page) {}

    /** The answer to as many requests as said; {@code query} is what stands behind the question mark, null for nothing. */
    Answer get(String path, @Nullable String query, int askers) {
        Entry entry = byPath.get(path);
        if (entry == null) {
            return Answer.text(NOT_FOUND, "404 page not found\n");
        }
        String counted = entry.counted;
        if (counted != null) {
            sources.requests().count(counted, askers);
        }
        try {
            return entry.page.apply(Query.of(query));
        } catch (InvalidRequestException e) {
            return Answer.text(BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private void json(String path, BiConsumer<Query, JsonWriter> content) {
        add(path, path, query -> page(query, content));
    }

    private void add(String path, @Nullable String counted, Function<Query, Answer> page) {
        byPath.put(BasePath.clean(base + path), new Entry(counted, page));
    }

    private static Answer page(Query query, BiConsumer<Query, JsonWriter> content) {
        JsonWriter json = new JsonWriter();
        content.accept(query, json);
        return Answer.json(IndentedJson.of(json.toBytes(), INDENT));
    }

    private Answer root() {
        return Answer.html(RootPage.of(sources.context().info().facts(), base, hasDashboard()));
    }

    private boolean hasDashboard() {
        return sources.context().options().monitoring().dashboard();
    }

    private void routes(Query query, JsonWriter json) {
        checkSubscriptions(query);
        Links.routes(sources, json);
    }

    private void gateways(Query query, JsonWriter json) {
        checkSubscriptions(query);
        query.bool("accs");
        Links.gateways(sources, json);
    }

    private void leafNodes(Query query, JsonWriter json) {
        query.bool("subs");
        Links.leafNodes(sources, json);
    }

    private static void checkSubscriptions(Query query) {
        if (!query.isDetail("subs")) {
            query.bool("subs");
        }
    }

    private void subscriptions(Query query, JsonWriter json) {
        Subsz.write(sources, Subsz.Options.of(query), json);
    }

    private void accounts(Query query, JsonWriter json) {
        AccountStats.write(sources, AccountStats.chosen(sources, AccountStats.Options.of(query)), json);
    }

    private Answer health(Query query) {
        Healthz.Result result = Healthz.check(sources, Healthz.Options.of(query));
        String problem = result.inWords();
        if (problem != null) {
            sources.context().log().warn("Healthcheck failed: " + problem);
        }
        JsonWriter json = new JsonWriter();
        result.writeTo(json, false);
        return Answer.json(result.code(), json.toBytes());
    }

    private Answer queues(Query query) {
        JsonWriter json = new JsonWriter();
        Queues.write(sources, query.bool("all"), query.text("queues"), json);
        return Answer.json(IndentedJson.of(json.toBytes(), INDENT_WIDE));
    }

    private static Answer vars() {
        JsonWriter json = new JsonWriter();
        Processes.vars(json);
        return Answer.json(json.toBytes());
    }
}
