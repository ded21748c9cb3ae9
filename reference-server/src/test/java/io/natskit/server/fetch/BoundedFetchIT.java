// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that come, come too late, stop on their way or are none. */
class BoundedFetchIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    private HttpServer http;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/said", exchange -> answer(exchange, 200, "yes"));
        http.createContext("/missing", exchange -> answer(exchange, 404, "no"));
        http.createContext("/silent", exchange -> {});
        http.createContext("/stalled", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('y');
            exchange.getResponseBody().flush();
        });
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String fetch(String path, Duration timeout, int bytesMax) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
        BoundedFetch fetch = new BoundedFetch(HttpClient.newHttpClient(), timeout, bytesMax);
        return new String(fetch.fetch(HttpRequest.newBuilder(address).build()), StandardCharsets.UTF_8);
    }

    @Test
    void an_answer_comes_whole() throws IOException {
        assertThat(fetch("/said", LONG, 3)).isEqualTo("yes");
    }

    @Test
    void an_answer_comes_also_while_everybody_in_the_common_pool_waits() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try {
            for (int i = 0; i < ForkJoinPool.commonPool().getParallelism(); i++) {
                ForkJoinPool.commonPool().execute(() -> await(end));
            }
            assertThat(fetch("/said", LONG, 3)).isEqualTo("yes");
        } finally {
            end.countDown();
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void who_is_silent_or_stops_on_the_way_is_not_waited_for() {
        for (String path : new String[] {"/silent", "/stalled"}) {
            assertThatThrownBy(() -> fetch(path, SHORT, 1_000))
                    .as(path)
                    .isInstanceOf(IOException.class)
                    .hasMessage("no answer within 200 ms");
        }
    }

    @Test
    void what_is_none_says_why() {
        assertThatThrownBy(() -> fetch("/missing", LONG, 3))
                .isInstanceOf(IOException.class)
                .hasMessage("status 404 (expected: 200)");
        assertThatThrownBy(() -> fetch("/said", LONG, 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the answer is larger than 2 bytes");
    }

    @Test
    void nobody_there_is_told() {
        http.stop(0);

        assertThatThrownBy(() -> fetch("/said", LONG, 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ConnectException");
    }
}
