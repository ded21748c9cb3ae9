// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.transcript.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a server's monitoring over HTTP. Each wait is bounded. */
final class Monitor {
    /** What a configuration needs for it. */
    static final String CONFIG = "http: \"127.0.0.1:-1\"\n";

    private static final Pattern LINE = Pattern.compile("Starting (https?) monitor on 127\\.0\\.0\\.1:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration CROWD_PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client;
    private final String url;

    private Monitor(HttpClient client, String url) {
        this.client = client;
        this.url = url;
    }

    /** That of a server with {@link #CONFIG}, found by its log. */
    static Monitor of(RunningServer server) {
        return of(server, HttpClient.newBuilder().connectTimeout(PATIENCE).build());
    }

    /** As the other, with a client that trusts the server. */
    static Monitor of(RunningServer server, HttpClient client) {
        Matcher line = LINE.matcher(server.log());
        if (!line.find()) {
            throw new IllegalStateException("no monitoring in the log:\n" + server.log());
        }
        return new Monitor(client, line.group(1) + "://localhost:" + line.group(2));
    }

    /** Where it listens. */
    int port() {
        return URI.create(url).getPort();
    }

    /** The answer to a GET of a path, with its query. */
    HttpResponse<String> get(String path) {
        return send(
                HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).build());
    }

    /** Asks for a path, and does not wait for the answer. */
    CompletableFuture<HttpResponse<String>> ask(String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(CROWD_PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The answer to any request by that method. */
    HttpResponse<String> send(String method, String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A page that is there, as an object. */
    Map<String, Object> page(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return Json.object(answer.body());
    }

    /** A list of objects on a page. */
    @SuppressWarnings("unchecked") // what is no list of objects fails where it is used
    List<Map<String, Object>> list(String path, String field) {
        return (List<Map<String, Object>>) page(path).getOrDefault(field, List.of());
    }
}
