// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.callout;

import io.natskit.client.Connection;
import io.natskit.client.Dispatch;
import io.natskit.client.Message;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.wire.jwt.AuthorizationRequestClaims;
import io.natskit.wire.jwt.AuthorizationResponseClaims;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.xkeys.BrokenSealException;
import io.natskit.xkeys.XKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers servers that ask who somebody is (authorization callout, ADR-26). It is a subscription of a connection that logged in as one of the
 * callout's own users, and lives until it or the connection is closed. Safe on any thread.
 *
 * <pre>{@code
 * AuthCallout callout = AuthCallout.serve(connection, o -> o.issuer(issuerKey).account("APP"), login ->
 *         staff.matches(login.user(), login.password())
 *                 ? Decision.allow(user -> user.name(login.user()).expires(Instant.now().plusSeconds(3600)))
 *                 : Decision.refuse("unknown"));
 * }</pre>
 */
public final class AuthCallout implements AutoCloseable {
    /** Where servers ask. */
    public static final String SUBJECT = "$SYS.REQ.USER.AUTH";

    private static final String AUDIENCE = "nats-authorization-request";
    private static final String CURVE_KEY = "Nats-Server-Xkey";

    private final CalloutOptions options;
    private final Decider decider;
    private final AtomicLong allowed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Subscription subscription;

    private AuthCallout(Connection connection, CalloutOptions options, Decider decider) {
        this.options = options;
        this.decider = decider;
        Dispatch dispatch = options.dispatch();
        this.subscription = connection.subscribe(
                SUBJECT,
                SubscribeOptions.of(o -> {
                    o.queueGroup(options.queueGroup());
                    if (dispatch != null) {
                        o.dispatch(dispatch);
                    }
                }),
                this::received);
    }

    /**
     * Begins to answer. Returns at once; flush the connection to be sure that servers know. Throws {@link NullPointerException} without an issuer, and
     * what {@link Connection#subscribe(String)} throws.
     */
    public static AuthCallout serve(Connection connection, Consumer<CalloutOptions.Builder> spec, Decider decider) {
        return new AuthCallout(connection, CalloutOptions.of(spec), decider);
    }

    /** How many came in. */
    public long allowed() {
        return allowed.get();
    }

    /** How many did not, requests that could not be read not counted. */
    public long refused() {
        return refused.get();
    }

    /** Answers no more: what has not been decided yet is left to the server's patience. */
    @Override
    public void close() {
        subscription.close();
    }

    private void received(Message message) {
        if (!message.wantsReply()) {
            return;
        }
        try {
            String sealedFor = message.headers().first(CURVE_KEY);
            AuthorizationRequestClaims request = request(message.bytes(), sealedFor);
            byte[] answer = answer(request).getBytes(StandardCharsets.US_ASCII);
            NKey own = options.curveKey();
            message.reply(own == null || sealedFor == null ? answer : XKeys.seal(answer, own, sealedFor));
        } catch (InvalidJwtException | BrokenSealException | IllegalArgumentException e) {
            // no server that may ask: it is not told why
            options.onFailure().accept(e);
        }
    }

    private AuthorizationRequestClaims request(byte[] payload, @Nullable String sealedBy) throws BrokenSealException {
        NKey own = options.curveKey();
        byte[] jwt = payload;
        if (own != null) {
            if (sealedBy == null) {
                throw new InvalidJwtException("a request in the clear (expected: sealed for " + own.publicKey() + ")");
            }
            jwt = XKeys.open(payload, own, sealedBy);
        }
        if (!(Jwt.decode(new String(jwt, StandardCharsets.UTF_8)) instanceof AuthorizationRequestClaims request)) {
            throw new InvalidJwtException("not authorization request claim");
        }
        if (!request.audience().equals(AUDIENCE)) {
            throw new InvalidJwtException("audience: " + request.audience() + " (expected: " + AUDIENCE + ")");
        }
        if (!request.issuer().equals(request.server().id())) {
            throw new InvalidJwtException("the request of another server than the one that signed it");
        }
        if (request.issues(Instant.now().getEpochSecond()).stream().anyMatch(issue -> issue.isBlocking())) {
            throw new InvalidJwtException("a request that is not valid now: nobody awaits its answer any more");
        }
        return request;
    }

    private String answer(AuthorizationRequestClaims request) {
        AuthorizationResponseClaims.Builder answer = AuthorizationResponseClaims.builder(
                        request.userKey(), request.server().id())
                .issuerAccount(options.issuerAccount());
        String user = null;
        String reason = "the service failed";
        try {
            Decision decision = decider.decide(new Login(request));
            user = user(request, decision);
            reason = decision.reason();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            options.onFailure().accept(e);
        } catch (Exception e) {
            options.onFailure().accept(e);
        }
        if (user == null) {
            refused.incrementAndGet();
            return answer.error(reason).sign(options.issuer());
        }
        allowed.incrementAndGet();
        return answer.jwt(user).sign(options.issuer());
    }

    /** The token of who comes in, or null. */
    private @Nullable String user(AuthorizationRequestClaims request, Decision decision) {
        Consumer<UserClaims.Builder> described = decision.user();
        if (described == null) {
            return null;
        }
        String named = decision.account();
        String account = named == null ? options.account() : named;
        UserClaims.Builder user = UserClaims.builder(request.userKey());
        described.accept(user);
        if (!options.isOperatorMode()) {
            return user.audience(account).sign(options.issuer());
        }
        NKey signer = options.signer(account);
        if (signer == null) {
            throw new IllegalArgumentException("account: " + account + " (expected: one that there is a signer of)");
        }
        return signer.publicKey().equals(account)
                ? user.sign(signer)
                : user.issuerAccount(account).sign(signer);
    }
}
