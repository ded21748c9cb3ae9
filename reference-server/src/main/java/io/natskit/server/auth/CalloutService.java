// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.wire.jwt.AuthorizationRequestClaims;
import io.natskit.wire.jwt.AuthorizationResponseClaims;
import io.natskit.wire.jwt.ClaimIssue;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks a service who somebody is (AU-11): a request signed by this server goes to it, and its answer, if it is one to that request, tells the user.
 * Whatever goes wrong means that nobody comes in. Any thread; signatures and seals are worked out on the executor.
 */
public final class CalloutService {
    /** Where requests go. */
    public static final String SUBJECT = "$SYS.REQ.USER.AUTH";

    private static final String AUDIENCE = "nats-authorization-request";
    private static final String JWT_BEGIN = "eyJ";

    private final NKey serverKey;
    private final Duration timeout;
    private final Executor work;
    private final InstantSource clock;
    private volatile @Nullable Line line;
    private final AtomicReference<@Nullable CalloutSeal> seal = new AtomicReference<>();

    /** The way to the service. */
    public interface Line {
        /** What requests say of this server. */
        AuthorizationRequestClaims.Server server();

        /** Sends a request to that account, with this curve key in its header unless that is empty; the answer's payload. */
        CompletionStage<byte[]> ask(String account, String curveKey, byte[] request, Duration timeout);
    }

    /** What is asked of whom, and what an answer means. */
    interface Terms {
        /** The account that the service listens in. */
        String account();

        /** Whom requests are about, which is who signs the answers. */
        String subject();

        /** The curve key that requests are sealed for, or empty. */
        String curveKey();

        /** What the service is told of the connection, which {@code told} describes. */
        Introduction introduction(ConnectRequest request, Introduction told);

        /** Whether this key may sign answers. */
        void requireSigner(AuthorizationResponseClaims answer) throws Refusal;

        /** Who the user of an answer is. May wait. */
        Identity identity(UserClaims user, ConnectRequest request) throws Refusal;
    }

    /** Of a server with that key pair; a service has that long to answer. */
    public CalloutService(NKey serverKey, Duration timeout, Executor work, InstantSource clock) {
        this.serverKey = serverKey;
        this.timeout = timeout;
        this.work = work;
        this.clock = clock;
    }

    /** The server's public key, which is its id. */
    public String serverId() {
        return serverKey.publicKey();
    }

    /** Before anybody can connect. */
    public void connect(Line toServices) {
        line = toServices;
    }

    /** What the service says. */
    CompletionStage<AuthResult> ask(ConnectRequest request, Terms terms) {
        Line connected = line;
        if (connected == null) {
            return CompletableFuture.completedFuture(new AuthResult.Refused("the server is not ready"));
        }
        try {
            return CompletableFuture.supplyAsync(() -> new Question(request, terms, connected), work)
                    .thenCompose(question -> question.send(connected).thenApplyAsync(question::judged, work))
                    .exceptionally(e -> new AuthResult.Refused("auth callout failed: " + e));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(new AuthResult.Refused("too many log-ins at once"));
        }
    }

    private CalloutSeal seal() {
        CalloutSeal made = seal.get();
        if (made != null) {
            return made;
        }
        CalloutSeal mine = new CalloutSeal();
        CalloutSeal others = seal.compareAndExchange(null, mine);
        return others == null ? mine : others;
    }

    /** One request, and what must come back. */
    private final class Question {
        private final ConnectRequest about;
        private final Terms terms;
        private final String userKey;
        private final @Nullable CalloutSeal sealed;
        private final byte[] bytes;

        Question(ConnectRequest about, Terms terms, Line line) {
            this.about = about;
            this.terms = terms;
            this.sealed = terms.curveKey().isEmpty() ? null : seal();
            // nobody can know it before: an answer to another request names another
            try (NKey user = NKey.generate(NKeyKind.USER)) {
                this.userKey = user.publicKey();
            }
            byte[] jwt = claims(line.server()).sign(serverKey).getBytes(StandardCharsets.US_ASCII);
            this.bytes = sealed == null ? jwt : sealed.seal(jwt, terms.curveKey());
        }

        private AuthorizationRequestClaims.Builder claims(AuthorizationRequestClaims.Server server) {
            Introduction told = about.introduction();
            if (told == null) {
                throw new IllegalStateException("nothing is known of the connection");
            }
            Introduction shown = terms.introduction(about, told);
            return AuthorizationRequestClaims.builder(terms.subject(), userKey)
                    .audience(AUDIENCE)
                    .expires(clock.instant().plus(timeout))
                    .server(sealed == null ? server : sealed.named(server))
                    .client(shown.client())
                    .connect(shown.connect())
                    .tls(shown.tls());
        }

        CompletionStage<byte[]> send(Line line) {
            return line.ask(terms.account(), sealed == null ? "" : sealed.publicKey(), bytes, timeout);
        }

        AuthResult judged(byte[] answer) {
            try {
                UserClaims user = user(answer);
                UserWays.requireProxy(user.rules(), about);
                requireNoIssues("user JWT", user.issues(clock.instant().getEpochSecond()));
                Refusal.require(user.subject().equals(userKey), "auth callout answered with another user");
                return new AuthResult.Allowed(terms.identity(user, about), about.proxy());
            } catch (Refusal refusal) {
                return refusal.result();
            }
        }

        private UserClaims user(byte[] answer) throws Refusal {
            Refusal.require(answer.length > 0, "auth callout violation: no reason supplied");
            boolean clear = sealed == null || new String(answer, StandardCharsets.ISO_8859_1).startsWith(JWT_BEGIN);
            byte[] jwt = clear || sealed == null ? answer : sealed.open(answer, terms.curveKey());
            try {
                if (!(Jwt.decode(new String(jwt, StandardCharsets.UTF_8))
                        instanceof AuthorizationResponseClaims claims)) {
                    throw new Refusal("not authorization response claim");
                }
                check(claims, clear);
                return Jwt.decodeUser(claims.jwt());
            } catch (InvalidJwtException e) {
                throw new Refusal("auth callout response: " + e.getMessage());
            }
        }

        private void check(AuthorizationResponseClaims claims, boolean clear) throws Refusal {
            requireNoIssues(
                    "authorization response", claims.issues(clock.instant().getEpochSecond()));
            Refusal.require(
                    claims.subject().equals(userKey),
                    "auth callout violation: auth callout response is not for expected user");
            Refusal.require(
                    claims.audience().equals(serverId()),
                    "auth callout violation: auth callout response is not for server");
            // who can seal is who was asked
            if (clear) {
                terms.requireSigner(claims);
            }
            Refusal.require(claims.error().isEmpty(), "auth callout service returned an error: " + claims.error());
        }

        private void requireNoIssues(String what, List<ClaimIssue> issues) throws Refusal {
            if (!issues.isEmpty()) {
                throw new Refusal(
                        what + " had validation errors: " + issues.get(0).text());
            }
        }
    }

    @Override
    public String toString() {
        return "CalloutService[" + serverId() + "]";
    }
}
