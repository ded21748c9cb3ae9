// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.server.NatsServer;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways to log in (spec/client.md 1.2), and that they are asked again at each connect. */
@Timeout(60)
class AuthenticationIT {

    private static final Duration WAIT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private static void assertWorks(NatsServer server, Authenticator authenticator) {
        try (Connection c = Nats.connect(o -> o.servers(server.url()).auth(authenticator))) {
            c.flush();
            assertThat(c.state()).isInstanceOf(ConnectionState.Connected.class);
        }
    }

    private static void assertRefused(NatsServer server, Authenticator authenticator) {
        Throwable thrown = catchThrowable(() ->
                Nats.connect(o -> o.servers(server.url()).auth(authenticator)).close());
        assertThat(thrown).isInstanceOf(AuthenticationException.class);
        assertThat(((AuthenticationException) thrown).kind()).isEqualTo(ServerErrorKind.AUTHORIZATION_VIOLATION);
    }

    @Test
    void a_token_logs_in_and_a_wrong_one_does_not() {
        try (NatsServer server = NatsServer.builder().token("s3cret").start()) {
            assertWorks(server, Authenticator.token("s3cret"));
            assertWorks(server, Authenticator.token(() -> "s3cret".toCharArray()));
            assertRefused(server, Authenticator.token("wrong"));
            assertRefused(server, Authenticator.none());
            Nats.connect(server.url().replace("nats://", "nats://s3cret@")).close();
        }
    }

    @Test
    void user_and_password_log_in_from_options_and_from_the_url() {
        try (NatsServer server = NatsServer.builder().user("joe", "p@ss").start()) {
            assertWorks(server, Authenticator.userPassword("joe", "p@ss".toCharArray()));
            assertRefused(server, Authenticator.userPassword("joe", "wrong".toCharArray()));
            assertRefused(server, Authenticator.userPassword("eve", "p@ss".toCharArray()));
            Nats.connect(server.url().replace("nats://", "nats://joe:p%40ss@")).close();
        }
    }

    @Test
    void an_nkey_signs_its_way_in() throws Exception {
        try (NKey key = NKey.generate(NKeyKind.USER);
                NKey other = NKey.generate(NKeyKind.USER);
                NatsServer server = NatsServer.builder()
                        .config("authorization { users = [ { nkey: " + key.publicKey() + " } ] }")
                        .start()) {
            assertWorks(server, Authenticator.nkey(key.seed()));
            Path file = Files.writeString(folder.resolve("a.nk"), new String(key.seed()));
            assertWorks(server, Authenticator.nkeyFile(file));
            assertRefused(server, Authenticator.nkey(other.seed()));
        }
    }

    @Test
    void credentials_that_come_later_are_waited_for() {
        try (NatsServer server = NatsServer.builder().token("t").start()) {
            assertWorks(
                    server,
                    request -> CompletableFuture.supplyAsync(
                            () -> Credentials.token("t".toCharArray()),
                            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)));
        }
    }

    @Test
    void an_authenticator_knows_where_it_logs_in() {
        AtomicReference<AuthRequest> asked = new AtomicReference<>();
        try (NatsServer server = NatsServer.builder().start()) {
            assertWorks(server, request -> {
                asked.set(request);
                return CompletableFuture.completedFuture(Credentials.none());
            });
            assertThat(asked.get().server().port()).isEqualTo(server.port());
            assertThat(asked.get().info().serverId()).isEqualTo(server.serverId());
        }
    }

    @Test
    void an_authenticator_that_fails_or_never_answers_fails_the_attempt() {
        try (NatsServer server = NatsServer.builder().token("t").start()) {
            assertThatThrownBy(() -> Nats.connect(o -> o.servers(server.url())
                            .auth(r -> CompletableFuture.failedFuture(new IllegalStateException("vault is sealed")))))
                    .isInstanceOf(AuthenticationException.class)
                    .hasStackTraceContaining("vault is sealed");
            assertThatThrownBy(() -> Nats.connect(o -> o.servers(server.url()).auth(r -> {
                        throw new IllegalStateException("vault is sealed");
                    })))
                    .isInstanceOf(AuthenticationException.class)
                    .hasStackTraceContaining("vault is sealed");
            long start = System.nanoTime();
            assertThatThrownBy(() -> Nats.connect(o -> o.servers(server.url())
                            .servers(s -> s.connectTimeout(Duration.ofMillis(300)))
                            .auth(r -> new CompletableFuture<>())))
                    .isInstanceOf(NatsException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void credentials_are_asked_for_again_at_each_connect() {
        AtomicInteger asked = new AtomicInteger();
        try (NatsServer server = NatsServer.builder().user("joe", "pw").start();
                Connection c = Nats.connect(o -> o.servers(server.url()).auth(Authenticator.supplied(() -> {
                    asked.incrementAndGet();
                    return Credentials.userPassword("joe", "pw".toCharArray());
                })))) {
            assertThat(asked).hasValue(1);
            server.disconnect(c.serverInfo().clientId());
            await().until(() -> c.statistics().reconnects() == 1);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void the_same_refusal_twice_closes_the_connection() {
        AtomicReference<String> password = new AtomicReference<>("pw");
        try (NatsServer server = NatsServer.builder().user("joe", "pw").start();
                Connection c = Nats.connect(o -> o.servers(server.url()).auth(changing(password)))) {
            password.set("wrong");
            server.disconnect(c.serverInfo().clientId());
            assertThat(c.closed()).succeedsWithin(WAIT);
            assertThat(c.closed().join().cause()).containsInstanceOf(AuthenticationException.class);
            assertThatThrownBy(() -> c.publish("a", "b")).isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void a_refusal_may_be_sat_out() {
        AtomicReference<String> password = new AtomicReference<>("pw");
        AtomicInteger failed = new AtomicInteger();
        try (NatsServer server = NatsServer.builder().user("joe", "pw").start();
                Connection c = Nats.connect(o -> o.servers(server.url())
                        .auth(changing(password))
                        .reconnect(r -> r.closeOnRepeatedAuthError(false))
                        .onEvent(e -> {
                            if (e instanceof ConnectionEvent.ConnectAttemptFailed) {
                                failed.incrementAndGet();
                            }
                        }))) {
            password.set("wrong");
            server.disconnect(c.serverInfo().clientId());
            await().until(() -> failed.get() >= 3);
            password.set("pw");
            c.awaitState(ConnectionState.Connected.class, WAIT);
        }
    }

    private static Authenticator changing(AtomicReference<String> password) {
        return Authenticator.supplied(
                () -> Credentials.userPassword("joe", password.get().toCharArray()));
    }
}
