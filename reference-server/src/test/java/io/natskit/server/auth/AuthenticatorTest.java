// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.AuthorizationOptions;
import io.natskit.server.config.ConnectionType;
import io.natskit.server.config.PermissionsOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.UserOptions;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in: the answers that nats-server 2.15.2 gave to the same configurations and log-ins. */
class AuthenticatorTest {
    private final ArrayDeque<Runnable> slow = new ArrayDeque<>();

    @Test
    void without_users_everybody_is_anonymous_whatever_they_say() {
        Authenticator open = with(a -> {});
        assertThat(open.isRequired()).isFalse();
        assertThat(open.isAdvertised()).isFalse();
        assertThat(open.admitsWithoutConnect()).isTrue();
        assertThat(account(open, user("x", "y"))).isEqualTo("$G");
        assertThat(account(with(a -> {}, account("A")), user("x", "y"))).isEqualTo("$G");
    }

    @Test
    void a_single_user_gets_in_by_name_and_password_alone() {
        Authenticator auth = with(a -> a.username("a").password("b"));
        assertThat(auth.isRequired()).isTrue();
        assertThat(auth.isAdvertised()).isTrue();
        assertThat(auth.admitsWithoutConnect()).isFalse();
        assertThat(account(auth, user("a", "b"))).isEqualTo("$G");
        for (ConnectRequest request : List.of(user("a", "c"), user("", "b"), user("x", "b"), none(), token("b"))) {
            assertThat(account(auth, request)).as("%s", request).isNull();
        }
    }

    @Test
    void what_somebody_published_is_judged_by_the_users_that_there_are() {
        byte[] subject = "a.b".getBytes(StandardCharsets.US_ASCII);
        UserOptions bound = UserOptions.builder()
                .name("bound")
                .password("p")
                .permissions(
                        PermissionsOptions.builder().publishDeny(List.of("a.*")).build())
                .build();
        Authenticator users = with(a -> a.users(List.of(plain("free", "p"), bound)));
        assertThat(users.mayStillPublish("free", subject)).isTrue();
        assertThat(users.mayStillPublish("bound", subject)).isFalse();
        assertThat(users.mayStillPublish("bound", "b".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(users.mayStillPublish("gone", subject)).isFalse();

        Authenticator single = with(a -> a.username("ada").password("p"));
        assertThat(single.mayStillPublish("ada", subject)).isTrue();
        assertThat(single.mayStillPublish("gone", subject)).isFalse();

        assertThat(with(a -> a.token("t")).mayStillPublish("whoever", subject)).isTrue();
        assertThat(with(a -> {}).mayStillPublish("whoever", subject)).isTrue();
    }

    @Test
    void a_token_is_neither_a_name_nor_a_password() {
        Authenticator auth = with(a -> a.token("t"));
        assertThat(account(auth, token("t"))).isEqualTo("$G");
        for (ConnectRequest request : List.of(token("x"), user("t", ""), user("", "t"), none())) {
            assertThat(account(auth, request)).as("%s", request).isNull();
        }
    }

    @Test
    void users_belong_to_their_account_and_get_its_default_permissions() {
        PermissionsOptions closed =
                PermissionsOptions.builder().publishDeny(List.of("p")).build();
        PermissionsOptions own =
                PermissionsOptions.builder().publishDeny(List.of("q")).build();
        Authenticator auth = with(
                a -> a.users(List.of(plain("g", "g"))).defaultPermissions(closed),
                AccountOptions.builder()
                        .name("A")
                        .defaultPermissions(closed)
                        .users(List.of(
                                plain("a", "a"),
                                plain("b", "b").toBuilder().permissions(own).build()))
                        .build());
        assertThat(account(auth, user("g", "g"))).isEqualTo("$G");
        assertThat(account(auth, user("a", "a"))).isEqualTo("A");
        assertThat(account(auth, user("a", "b"))).isNull();
        assertThat(account(auth, user("x", "a"))).isNull();
        assertThat(publishes(auth, user("a", "a"), "p")).isFalse();
        assertThat(publishes(auth, user("b", "b"), "p")).isTrue();
        assertThat(publishes(auth, user("b", "b"), "q")).isFalse();
        assertThat(publishes(auth, user("g", "g"), "p")).isFalse();
    }

    @Test
    void no_auth_user_is_for_those_who_say_nothing_at_all() {
        Authenticator auth = with(a -> a.users(List.of(plain("a", "b"))).noAuthUser("a"));
        assertThat(auth.isRequired()).isTrue();
        assertThat(auth.isAdvertised()).isFalse();
        assertThat(auth.admitsWithoutConnect()).isTrue();
        assertThat(name(auth, none())).isEqualTo("a");
        assertThat(name(auth, user("a", "b"))).isEqualTo("a");
        assertThat(name(auth, nkey("UXX", "", ""))).isEqualTo("a");
        for (ConnectRequest request : List.of(user("a", ""), user("", "b"), token("x"))) {
            assertThat(account(auth, request)).as("%s", request).isNull();
        }
    }

    @Test
    void no_auth_user_with_a_bcrypt_password_lets_nobody_in() {
        Authenticator auth = with(a -> a.users(List.of(plain("a", bcrypt("b")))).noAuthUser("a"));
        assertThat(account(auth, none())).isNull();
        assertThat(account(auth, user("a", "b"))).isEqualTo("$G");
    }

    @Test
    void a_system_account_alone_leaves_the_global_one_open() {
        AccountOptions system = AccountOptions.builder()
                .name("$SYS")
                .users(List.of(plain("s", "s")))
                .build();
        Authenticator auth = with(a -> {}, system);
        assertThat(auth.isAdvertised()).isTrue();
        assertThat(auth.admitsWithoutConnect()).isTrue();
        assertThat(account(auth, none())).isEqualTo("$G");
        assertThat(account(auth, user("s", "s"))).isEqualTo("$SYS");
        for (ConnectRequest request : List.of(user("x", "y"), token("x"), user("", "p"))) {
            assertThat(account(auth, request)).as("%s", request).isNull();
        }
        // CVE-2023-47090: an authorization block beside it closes the global account
        assertThat(account(with(a -> a.users(List.of(plain("u", "u"))), system), none()))
                .isNull();
        assertThat(account(with(a -> {}, system, account("A")), none())).isNull();
    }

    @Test
    void an_empty_password_is_a_password() {
        Authenticator auth = with(a -> a.users(List.of(plain("a", ""))));
        assertThat(account(auth, user("a", ""))).isEqualTo("$G");
        assertThat(account(auth, user("a", "x"))).isNull();
    }

    @Test
    void a_user_comes_by_the_allowed_kinds_of_connection_only() {
        Authenticator auth = with(a -> a.users(List.of(plain("a", "b").toBuilder()
                .connectionTypes(List.of(ConnectionType.WEBSOCKET))
                .build())));
        assertThat(account(auth, user("a", "b"))).isNull();
        assertThat(account(auth, new ConnectRequest("a", "b", null, null, null, "", ConnectionType.WEBSOCKET)))
                .isEqualTo("$G");
    }

    @Test
    void who_must_come_through_a_proxy_is_refused() {
        Authenticator auth = with(a ->
                a.users(List.of(plain("a", "b").toBuilder().proxyRequired(true).build())));
        assertThat(account(auth, user("a", "b"))).isNull();
        assertThat(account(with(a -> a.token("t").proxyRequired(true)), token("t")))
                .isNull();
    }

    @Test
    void a_nonce_signed_by_a_known_key_lets_in_in_both_alphabets() {
        try (NKey key = NKey.generate(NKeyKind.USER);
                NKey other = NKey.generate(NKeyKind.USER)) {
            Authenticator auth = with(a ->
                    a.users(List.of(UserOptions.builder().nkey(key.publicKey()).build(), plain("a", "b"))));
            assertThat(auth.needsNonce()).isTrue();
            byte[] signature = key.sign("nonce".getBytes(StandardCharsets.US_ASCII));
            String url = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
            String standard = Base64.getEncoder().encodeToString(signature);
            assertThat(name(auth, nkey(key.publicKey(), url, "nonce"))).isEqualTo(key.publicKey());
            assertThat(name(auth, nkey(key.publicKey(), standard, "nonce"))).isEqualTo(key.publicKey());
            assertThat(name(auth, user("a", "b"))).isEqualTo("a");
            for (ConnectRequest request : List.of(
                    nkey(key.publicKey(), url, "other"),
                    nkey(key.publicKey(), "", "nonce"),
                    nkey(key.publicKey(), "?!", "nonce"),
                    nkey(other.publicKey(), url, "nonce"),
                    nkey("U", url, "nonce"),
                    none())) {
                assertThat(account(auth, request)).as("%s", request).isNull();
            }
            byte[] empty = key.sign(new byte[0]);
            String emptySignature = Base64.getUrlEncoder().withoutPadding().encodeToString(empty);
            assertThat(account(auth, nkey(key.publicKey(), emptySignature, ""))).isNull();
        }
    }

    @Test
    void a_key_comes_before_a_name() {
        try (NKey key = NKey.generate(NKeyKind.USER)) {
            Authenticator auth = with(a ->
                    a.users(List.of(UserOptions.builder().nkey(key.publicKey()).build(), plain("a", "b"))));
            assertThat(account(auth, new ConnectRequest("a", "b", null, "UNKNOWN", null, "n", ConnectionType.STANDARD)))
                    .isNull();
        }
    }

    @Test
    void no_auth_user_may_be_a_key() {
        try (NKey key = NKey.generate(NKeyKind.USER)) {
            Authenticator auth = with(a -> a.users(
                            List.of(UserOptions.builder().nkey(key.publicKey()).build()))
                    .noAuthUser(key.publicKey()));
            assertThat(name(auth, none())).isEqualTo(key.publicKey());
            assertThat(account(auth, user("x", ""))).isNull();
        }
    }

    @Test
    void bcrypt_runs_on_the_executor_once_and_is_remembered() {
        Authenticator auth = with(a -> a.users(List.of(plain("a", bcrypt("right")))));
        CompletableFuture<AuthResult> first =
                auth.authenticate(user("a", "right")).toCompletableFuture();
        assertThat(first).isNotDone();
        assertThat(slow).hasSize(1);
        slow.remove().run();
        assertThat(first.join()).isInstanceOf(AuthResult.Allowed.class);
        assertThat(auth.authenticate(user("a", "right")).toCompletableFuture()).isDone();
        CompletableFuture<AuthResult> wrong =
                auth.authenticate(user("a", "wrong")).toCompletableFuture();
        assertThat(wrong).isNotDone();
        slow.remove().run();
        assertThat(wrong.join()).isInstanceOf(AuthResult.Refused.class);
        assertThat(auth.authenticate(user("a", "wrong")).toCompletableFuture()).isNotDone();
    }

    @Test
    void an_unknown_user_costs_as_much_as_a_wrong_password() {
        Authenticator auth = with(a -> a.users(List.of(plain("a", bcrypt("right")))));
        account(auth, user("a", "right"));
        for (String password : List.of("right", "wrong")) {
            CompletableFuture<AuthResult> answer =
                    auth.authenticate(user("nobody", password)).toCompletableFuture();
            assertThat(answer).isNotDone();
            slow.remove().run();
            assertThat(answer.join())
                    .isEqualTo(new AuthResult.Refused("user \"nobody\" is unknown, or the password is wrong"));
        }
    }

    @Test
    void whoever_is_refused_has_cost_the_same_work() {
        Authenticator auth = with(a -> a.users(List.of(
                plain("plain", "right"),
                plain("cheap", bcrypt("right", 4)),
                plain("dear", bcrypt("right", 7)),
                plain("damaged", "$2a$05$" + "!".repeat(53)),
                plain("elsewhere", "right").toBuilder()
                        .connectionTypes(Set.of(ConnectionType.WEBSOCKET))
                        .build())));
        for (String name : List.of("plain", "cheap", "dear", "damaged", "nobody")) {
            assertThat(workOf(auth, user(name, "wrong"))).as(name).isEqualTo(1 << 7);
        }
        assertThat(workOf(auth, user("elsewhere", "right"))).isEqualTo(1 << 7);
        assertThat(account(auth, user("plain", "right"))).isEqualTo("$G");
        assertThat(account(auth, user("cheap", "right"))).isEqualTo("$G");
        assertThat(account(auth, user("dear", "right"))).isEqualTo("$G");
        for (String name : List.of("plain", "cheap", "dear")) {
            assertThat(workOf(auth, user(name, "right"))).as(name).isZero();
        }
    }

    @Test
    void plain_passwords_alone_are_refused_at_once() {
        Authenticator auth = with(a -> a.users(List.of(plain("a", "right"))));
        for (String name : List.of("a", "nobody")) {
            assertThat(auth.authenticate(user(name, "wrong")).toCompletableFuture())
                    .isDone();
        }
    }

    private long workOf(Authenticator auth, ConnectRequest request) {
        long before = auth.bcryptWork();
        account(auth, request);
        return auth.bcryptWork() - before;
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void every_spelling_of_bcrypt_is_known(String prefix) {
        String hash = prefix + bcrypt("pass").substring(4);
        assertThat(account(with(a -> a.username("u").password(hash)), user("u", "pass")))
                .isEqualTo("$G");
        assertThat(account(with(a -> a.username("u").password(hash)), user("u", hash)))
                .isNull();
        assertThat(account(with(a -> a.token(hash)), token("pass"))).isEqualTo("$G");
    }

    @Test
    void a_damaged_hash_lets_nobody_in() {
        for (String hash : List.of("$2a$04$", "$2a$99$" + "x".repeat(53), "$2a$04$" + "!".repeat(53))) {
            Authenticator auth = with(a -> a.username("u").password(hash));
            assertThat(account(auth, user("u", ""))).as(hash).isNull();
            assertThat(account(auth, user("u", hash))).as(hash).isNull();
        }
    }

    @Test
    void slow_checks_are_bounded_and_a_closed_executor_refuses() {
        Authenticator auth = with(a -> a.users(List.of(plain("a", bcrypt("right")))));
        List<CompletableFuture<AuthResult>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(auth.authenticate(user("a", "wrong" + i)).toCompletableFuture());
        }
        assertThat(slow).hasSize(256);
        assertThat(answers.get(299)).isDone();
        Executor closed = task -> {
            throw new RejectedExecutionException();
        };
        Authenticator closing = new Authenticator(options(a -> a.username("a").password(bcrypt("b"))), closed, closed);
        assertThat(closing.authenticate(user("a", "b")).toCompletableFuture()).isDone();
    }

    @Test
    void a_check_that_nobody_waits_for_any_more_is_not_made() {
        Authenticator auth = with(a -> a.users(List.of(plain("a", bcrypt("right")))));
        CompletableFuture<AuthResult> left =
                auth.authenticate(user("a", "right")).toCompletableFuture();
        left.cancel(false);
        slow.remove().run();
        // A right password would be remembered, and answered at once.
        assertThat(auth.authenticate(user("a", "right")).toCompletableFuture()).isNotDone();
    }

    @Test
    void passwords_that_wait_do_not_hold_up_signatures() {
        ArrayDeque<Runnable> signed = new ArrayDeque<>();
        try (NKey key = NKey.generate(NKeyKind.USER)) {
            List<UserOptions> users = List.of(
                    plain("a", bcrypt("right")),
                    UserOptions.builder().nkey(key.publicKey()).build());
            Authenticator auth = new Authenticator(options(a -> a.users(users)), slow::add, signed::add);
            List<CompletableFuture<AuthResult>> guesses = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                guesses.add(auth.authenticate(user("a", "wrong" + i)).toCompletableFuture());
            }
            ConnectRequest withKey =
                    new ConnectRequest("", "", "", key.publicKey(), "AAAA", "nonce", ConnectionType.STANDARD);
            assertThat(auth.authenticate(withKey).toCompletableFuture()).isNotDone();
            assertThat(signed).hasSize(1);
            assertThat(slow).hasSize(256);
            assertThat(guesses.get(0)).isNotDone();
        }
    }

    @Test
    void nothing_that_prints_shows_a_secret() {
        ConnectRequest request =
                new ConnectRequest("u", "hunter2", "hunter2", "k", "hunter2", "n", ConnectionType.STANDARD);
        assertThat(request.toString()).doesNotContain("hunter2");
        Authenticator auth = with(a -> a.username("u").password("hunter2"));
        assertThat(auth.toString()).doesNotContain("hunter2");
        assertThat(auth.authenticate(user("x", "hunter2"))
                        .toCompletableFuture()
                        .join()
                        .toString())
                .doesNotContain("hunter2");
    }

    private @Nullable String account(Authenticator auth, ConnectRequest request) {
        Identity identity = identity(auth, request);
        return identity == null ? null : identity.account();
    }

    private @Nullable String name(Authenticator auth, ConnectRequest request) {
        Identity identity = identity(auth, request);
        return identity == null ? null : identity.user();
    }

    private boolean publishes(Authenticator auth, ConnectRequest request, String subject) {
        Identity identity = identity(auth, request);
        return identity != null
                && identity.permissions().mayPublish(subject.getBytes(StandardCharsets.US_ASCII), 0, subject.length());
    }

    private @Nullable Identity identity(Authenticator auth, ConnectRequest request) {
        CompletableFuture<AuthResult> answer = auth.authenticate(request).toCompletableFuture();
        while (!slow.isEmpty()) {
            slow.remove().run();
        }
        return answer.join() instanceof AuthResult.Allowed allowed ? allowed.identity() : null;
    }

    private Authenticator with(Consumer<AuthorizationOptions.Builder> change, AccountOptions... accounts) {
        return new Authenticator(options(change, accounts), slow::add, slow::add);
    }

    private static ServerOptions options(Consumer<AuthorizationOptions.Builder> change, AccountOptions... accounts) {
        return ServerOptions.builder()
                .authorization(change)
                .accounts(List.of(accounts))
                .build();
    }

    private static AccountOptions account(String name) {
        return AccountOptions.builder().name(name).build();
    }

    private static UserOptions plain(String name, String password) {
        return UserOptions.builder().name(name).password(password).build();
    }

    private static ConnectRequest user(String name, String password) {
        return new ConnectRequest(name, password, null, null, null, "", ConnectionType.STANDARD);
    }

    private static ConnectRequest token(String token) {
        return new ConnectRequest(null, null, token, null, null, "", ConnectionType.STANDARD);
    }

    private static ConnectRequest nkey(String nkey, String signature, String nonce) {
        return new ConnectRequest(null, null, null, nkey, signature, nonce, ConnectionType.STANDARD);
    }

    private static ConnectRequest none() {
        return ConnectRequest.empty(ConnectionType.STANDARD);
    }

    private static String bcrypt(String password) {
        return bcrypt(password, 4);
    }

    private static String bcrypt(String password, int cost) {
        byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        return OpenBSDBCrypt.generate("2a", password.getBytes(StandardCharsets.UTF_8), salt, cost);
    }
}
