// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.natskit.server.config.OperatorOptions;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts that are looked up by HTTP: there, missing, slow, garbage, elsewhere, endless. */
class HttpResolverIT {
    private static final NKey OPERATOR = NKey.generate(NKeyKind.OPERATOR);
    private static final NKey ACCOUNT = NKey.generate(NKeyKind.ACCOUNT);
    private static final String JWT =
            AccountClaims.builder(ACCOUNT.publicKey()).name("a").sign(OPERATOR);

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer http;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/good/", exchange -> answer(exchange, 200, JWT + "\n"));
        http.createContext("/missing/", exchange -> answer(exchange, 404, "no"));
        http.createContext("/garbage/", exchange -> answer(exchange, 200, "<html>"));
        http.createContext("/moved/", exchange -> {
            exchange.getResponseHeaders().add("Location", "/good/" + ACCOUNT.publicKey());
            answer(exchange, 302, "");
        });
        http.createContext("/circle/", exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", exchange.getRequestURI().toString());
            answer(exchange, 302, "");
        });
        http.createContext("/slow/", exchange -> await());
        http.createContext("/endless/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
            try {
                while (end.getCount() > 0) {
                    exchange.getResponseBody().write(block);
                }
            } catch (IOException left) {
                exchange.close();
            }
        });
        http.createContext("/secret/", exchange -> {
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            answer(exchange, "Basic dTpodW50ZXIy".equals(given) ? 200 : 401, JWT);
        });
        http.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        http.stop(0);
        threads.shutdownNow();
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private AccountBook book(String path, Duration timeout) {
        String base = "http://" + (path.startsWith("secret") ? "u:hunter2@" : "") + "127.0.0.1:"
                + http.getAddress().getPort() + "/" + path;
        TrustedOperators trusted = new TrustedOperators(OperatorOptions.builder()
                .operators(List.of(OperatorClaims.builder(OPERATOR.publicKey()).sign(OPERATOR)))
                .build());
        AccountBook.Listener nobody = new AccountBook.Listener() {
            @Override
            public void changing(AccountClaims claims, AccountClaims before) {}

            @Override
            public void changed(AccountClaims claims, AccountClaims before) {}

            @Override
            public void removed(AccountClaims claims) {}

            @Override
            public void expelled(AccountClaims claims) {}

            @Override
            public void settled(List<AccountClaims> all) {}
        };
        return new AccountBook(
                trusted,
                new HttpResolver(new OperatorOptions.Resolver.Http(base, timeout), null),
                nobody,
                InstantSource.system());
    }

    @Test
    void an_account_is_found_behind_redirects_and_credentials_too() throws IOException {
        for (String path : new String[] {"good", "moved", "secret"}) {
            assertThat(book(path, Duration.ofSeconds(30))
                            .lookup(ACCOUNT.publicKey())
                            .name())
                    .as(path)
                    .isEqualTo("a");
        }
    }

    @Test
    void what_is_missing_garbage_endless_or_goes_in_a_circle_is_an_error_that_tells_no_secret() {
        for (String path : new String[] {"missing", "garbage", "circle", "endless", "secretly"}) {
            assertThatThrownBy(() -> book(path, Duration.ofSeconds(30)).lookup(ACCOUNT.publicKey()))
                    .as(path)
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void who_does_not_answer_in_time_is_not_waited_for() {
        assertThatThrownBy(() -> book("slow", Duration.ofMillis(200)).lookup(ACCOUNT.publicKey()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not fetch <" + ACCOUNT.publicKey() + ">");
    }

    @Test
    void the_jwt_of_another_account_or_of_another_operator_is_refused() {
        NKey other = NKey.generate(NKeyKind.ACCOUNT);
        http.createContext("/mixed/", exchange -> answer(exchange, 200, JWT));
        http.createContext(
                "/foreign/",
                exchange -> answer(
                        exchange,
                        200,
                        AccountClaims.builder(ACCOUNT.publicKey()).sign(NKey.generate(NKeyKind.OPERATOR))));

        assertThatThrownBy(() -> book("mixed", Duration.ofSeconds(30)).lookup(other.publicKey()))
                .hasMessageContaining("account validation failed");
        assertThatThrownBy(() -> book("foreign", Duration.ofSeconds(30)).lookup(ACCOUNT.publicKey()))
                .hasMessageContaining("account validation failed");
        assertThatThrownBy(() -> book("good", Duration.ofSeconds(30)).lookup("../../etc/passwd"))
                .hasMessageContaining("will only fetch valid account keys");
    }
}
