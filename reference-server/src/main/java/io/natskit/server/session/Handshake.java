// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.auth.AuthResult;
import io.natskit.server.auth.Authenticator;
import io.natskit.server.auth.ConnectRequest;
import io.natskit.server.auth.Identity;
import io.natskit.server.auth.Violations;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.wire.json.JsonException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way from a greeting to somebody who is logged in. Confined to the connection's loop; slow checks come back to it. */
final class Handshake {
    private final ClientSession session;
    private final ServerContext context;
    private final @Nullable String nonce;
    private boolean connected;
    private @Nullable CompletableFuture<AuthResult> awaited;

    Handshake(ClientSession session, ServerContext context) {
        this.session = session;
        this.context = context;
        this.nonce = context.authenticator().needsNonce() ? Nonces.next() : null;
    }

    /** Whether CONNECT has been received. */
    boolean isConnected() {
        return connected;
    }

    /** The first INFO; behind a handshake that came first it says that TLS is required, whatever else would be taken. */
    byte[] greeting(boolean tlsFirst) {
        boolean withAddress = !context.options().listen().proxyProtocol();
        return info(withAddress ? session.host() : null, null, tlsFirst);
    }

    /** The INFO that follows the first PONG and tells the client whom it is connected as. */
    byte[] connectInfo() {
        return info(session.host(), session.account().name(), false);
    }

    /** The INFO that tells that the server leaves. */
    byte[] lameDuck() {
        return context.info()
                .lameDuckLine(
                        session.id(),
                        session.host(),
                        session.maxPayload(),
                        session.origin().isInProcess());
    }

    private byte[] info(@Nullable String address, @Nullable String account, boolean tlsFirst) {
        return context.info()
                .line(
                        session.id(),
                        address,
                        session.maxPayload(),
                        account == null ? nonce : null,
                        session.origin().isInProcess(),
                        tlsFirst,
                        account,
                        account != null && session.account().isSystem());
    }

    /** The time that a client has to log in, 0 for ever: NATS' own need not, others must always say who they are. */
    long loginNanos() {
        ServerContext.Rules rules = context.rules();
        if (!rules.authenticator().isRequired() && session.language() == null) {
            return 0;
        }
        ServerOptions options = rules.options();
        return options.authorization().timeout(options.tls()).toNanos();
    }

    /** CONNECT came. */
    void connect(byte[] bytes, int offset, int length) {
        ConnectOptions said;
        try {
            said = session.completed(session.options().with(bytes, offset, length));
        } catch (JsonException e) {
            session.log().error(String.valueOf(e.getMessage()));
            session.close(ClosedReason.PROTOCOL_VIOLATION);
            return;
        }
        logIn(said);
    }

    /** Somebody said who it is. */
    void logIn(ConnectOptions said) {
        boolean first = !connected;
        connected = true;
        boolean headers = said.headers() && !context.options().listen().noHeaderSupport();
        session.membership().options(said, headers);
        if (!first) {
            session.membership().forget();
        }
        Authenticator authenticator = context.authenticator();
        judge(authenticator, said, result -> finish(authenticator, said, first, result));
    }

    /** Asks who that is, and goes on with the answer: at once where it is known, else later, and nothing is read until then. */
    private void judge(Authenticator authenticator, ConnectOptions said, Consumer<AuthResult> then) {
        CompletableFuture<AuthResult> answer =
                authenticator.authenticate(request(said)).toCompletableFuture();
        if (answer.isDone()) {
            then.accept(answer.join());
            return;
        }
        session.awaitAnswer();
        awaited = answer;
        answer.whenComplete((result, failure) -> session.execute(() -> {
            awaited = null;
            if (!session.isClosed()) {
                then.accept(failure == null ? result : new AuthResult.Refused(failure.toString()));
                session.answered();
            }
        }));
    }

    /**
     * Other rules about who may come in: who is nobody any more has to leave, as does who belongs to another account now; the others may do
     * what the new rules say (PR-03).
     */
    void judgeAgain() {
        Authenticator authenticator = context.authenticator();
        if (isAwaiting()) {
            return; // by the rules of before: judged again when that is known
        }
        if (!connected) {
            judgeSilent(authenticator);
            return;
        }
        ConnectOptions said = session.options();
        boolean named = isGiven(said.user()) || isGiven(said.nkey());
        if (named && !authenticator.isOperatorMode() && hasMoved(authenticator.accountOf(said.user(), said.nkey()))) {
            session.close(ClosedReason.CLIENT_CLOSED);
            return;
        }
        judge(authenticator, said, this::goOn);
    }

    private boolean isAwaiting() {
        CompletableFuture<AuthResult> answer = awaited;
        return answer != null && !answer.isDone();
    }

    /** Who has not said who it is: it may have to now. */
    private void judgeSilent(Authenticator authenticator) {
        if (!authenticator.isRequired()) {
            session.intake().openGate();
            session.loggedIn();
        } else if (!session.intake().isGated() && !authenticator.admitsWithoutConnect()) {
            violation("a reload requires credentials");
        }
    }

    private void goOn(AuthResult result) {
        if (result instanceof AuthResult.Refused refused) {
            refused(refused);
            return;
        }
        Identity identity = ((AuthResult.Allowed) result).identity();
        if (hasMoved(identity.account())) {
            session.close(ClosedReason.CLIENT_CLOSED);
        } else {
            session.membership().becomeAnew(identity);
        }
    }

    private boolean hasMoved(@Nullable String account) {
        return !session.account().name().equals(account);
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    /** The session has ended: a check that has not begun is not worth its time any more. */
    void stop() {
        CompletableFuture<AuthResult> answer = awaited;
        if (answer != null) {
            answer.cancel(false);
        }
    }

    private ConnectRequest request(ConnectOptions said) {
        ConnectRequest request = new ConnectRequest(
                        said.user(),
                        said.password(),
                        said.token(),
                        said.nkey(),
                        said.signature(),
                        nonce == null ? "" : nonce,
                        session.origin().connectionType())
                .shownBy(session.origin().certificate())
                .with(said.jwt(), session.host())
                .signedByProxy(said.proxySignature());
        return context.authenticator().wantsIntroductions()
                ? request.introducedBy(Introductions.of(session, said, nonce == null ? "" : nonce))
                : request;
    }

    private void finish(Authenticator authenticator, ConnectOptions said, boolean first, AuthResult result) {
        if (result instanceof AuthResult.Refused refused) {
            refused(refused);
            return;
        }
        if (said.accountNamed()) {
            violation("an account was named in CONNECT");
            return;
        }
        AuthResult.Allowed allowed = (AuthResult.Allowed) result;
        Identity identity = allowed.identity();
        session.origin().comesThrough(allowed.proxy());
        if (!session.membership().become(identity)) {
            accountFull();
            return;
        }
        if (!authenticator.holds(identity)) {
            violation("the token has been revoked");
            return;
        }
        if (authenticator != context.authenticator()) {
            judgeAgain();
            if (session.isClosed()) {
                return;
            }
        }
        session.intake().openGate();
        if (first && session.language() == null) {
            session.log().describe(Labels.of(session, said));
        }
        if (said.protocol() < 0 || said.protocol() > 1) {
            session.lines().error("invalid client protocol");
            session.log().error("invalid client protocol");
            session.close(ClosedReason.BAD_CLIENT_PROTOCOL_VERSION);
            return;
        }
        if (said.noResponders() && !session.standing().headers()) {
            session.lines().error("no responders requires headers support");
            session.log().error("no responders requires headers support");
            session.close(ClosedReason.NO_RESPONDERS_REQUIRES_HEADERS);
            return;
        }
        if (said.verbose()) {
            session.lines().ok();
        }
        context.witnesses().connected(session);
        Hooks hooks = context.hooks();
        if (hooks != null && first) {
            hooks.connected(session);
        }
        Language language = session.language();
        if (language != null) {
            language.loggedIn();
        }
    }

    /** An operation came before CONNECT: true if there is a user for those who say nothing. */
    boolean admitWithoutConnect() {
        Authenticator authenticator = context.authenticator();
        if (!authenticator.admitsWithoutConnect()) {
            return false;
        }
        CompletableFuture<AuthResult> answer =
                authenticator.authenticate(request(ConnectOptions.DEFAULT)).toCompletableFuture();
        if (!answer.isDone() || !(answer.join() instanceof AuthResult.Allowed allowed)) {
            return false;
        }
        if (!session.membership().become(allowed.identity())) {
            return false;
        }
        connected = true;
        session.intake().openGate();
        session.loggedIn();
        context.witnesses().connected(session);
        return true;
    }

    private static ClosedReason reason(AuthResult.Cause cause) {
        return switch (cause) {
            case CREDENTIALS -> ClosedReason.AUTHENTICATION_FAILURE;
            case PROXY_NOT_TRUSTED -> ClosedReason.PROXY_NOT_TRUSTED;
            case PROXY_REQUIRED -> ClosedReason.PROXY_REQUIRED;
        };
    }

    /** Nobody whom we know. The client learns no more than that. */
    void violation(String reason) {
        refused(new AuthResult.Refused(reason));
    }

    private void refused(AuthResult.Refused refused) {
        ConnectOptions said = session.options();
        session.log()
                .error("authentication error"
                        + (said.user() == null || said.user().isEmpty()
                                ? ""
                                : " - User " + Violations.quoted(said.user())));
        session.log().debug("authentication refused: " + refused.reason());
        session.lines().error("Authorization Violation");
        Language language = session.language();
        if (language != null) {
            language.refused();
        }
        ClosedReason closed = reason(refused.cause());
        String service = refused.service();
        if (service == null) {
            context.witnesses().refused(session, closed);
        } else {
            context.witnesses().refusedBy(service, session, closed, refused.reason());
        }
        session.close(closed);
    }

    private void accountFull() {
        session.lines().error("maximum account active connections exceeded");
        session.log().error("maximum account active connections exceeded");
        session.close(ClosedReason.MAXIMUM_ACCOUNT_CONNECTIONS_EXCEEDED);
    }

    /** What a client signs: 11 random bytes in base64. */
    private static final class Nonces {
        private static final int BYTES = 11;

        static String next() {
            byte[] raw = new byte[BYTES];
            Randomness.SOURCE.nextBytes(raw);
            return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
        }

        private static final class Randomness {
            static final java.security.SecureRandom SOURCE = new java.security.SecureRandom();
        }
    }
}
