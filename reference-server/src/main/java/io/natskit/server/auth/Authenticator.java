// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.AuthorizationOptions;
import io.natskit.server.config.CalloutOptions;
import io.natskit.server.config.ServerOptions;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Tells who somebody is, by the users, keys, password or token of a configuration, in nats-server's order of precedence: NKeys, users (with
 * {@code no_auth_user}), then the single token or user. Any thread; immutable but for what it remembers of slow checks.
 */
public final class Authenticator {
    private final Directory directory;
    private final ConfiguredLogin configured;
    private final TrustedProxies proxies;
    private final @Nullable CalloutService services;
    private final @Nullable ConfiguredCallout callout;
    private final @Nullable OperatorLogin operator;
    private final SlowChecks signatures;
    private final boolean asksForNonce;

    /**
     * For these options. {@code passwords} runs bcrypt, {@code signatures} what is a thousand times faster and must not wait for it; neither
     * may be a loop.
     */
    public Authenticator(ServerOptions options, Executor passwords, Executor signatures) {
        this(options, passwords, signatures, null, null, InstantSource.system());
    }

    /**
     * As the other one; in operator mode with the book of accounts, and with {@code signatures} for what may have to wait for the JWT of an
     * account. {@code services} asks those that decide who comes in; null where there may be none.
     */
    public Authenticator(
            ServerOptions options,
            Executor passwords,
            Executor signatures,
            @Nullable AccountBook accounts,
            @Nullable CalloutService services,
            InstantSource clock) {
        AuthorizationOptions authorization = options.authorization();
        this.directory = new Directory(options);
        CalloutOptions asked = authorization.callout();
        this.signatures = new SlowChecks(signatures);
        this.configured = new ConfiguredLogin(options, directory, passwords, this.signatures);
        this.operator = accounts == null ? null : new OperatorLogin(options.operator(), accounts, clock);
        this.proxies = new TrustedProxies(authorization.trustedProxies());
        this.services = services;
        this.callout = asked == null ? null : new ConfiguredCallout(asked, options, directory, clock);
        this.asksForNonce = operator != null || directory.hasKeys() || !proxies.isEmpty();
    }

    /** Whether somebody must log in before anything else; without it everybody is {@link Identity#anonymous()}. */
    public boolean isRequired() {
        return operator != null || configured.isRequired();
    }

    /** Whether accounts and users come as tokens. */
    public boolean isOperatorMode() {
        return operator != null;
    }

    /** The account of a configured user by what it logged in with, its key before its name; null where there is no such user. */
    public @Nullable String accountOf(@Nullable String user, @Nullable String nkey) {
        Directory.User known =
                nkey != null && !nkey.isEmpty() ? directory.withKey(nkey) : user == null ? null : directory.named(user);
        return known == null ? null : known.identity().account();
    }

    /** Whether INFO says {@code auth_required}: a log-in is required and nobody gets in without credentials. */
    public boolean isAdvertised() {
        return isRequired() && !configured.hasNoAuthUser();
    }

    /** Whether a client that sends another operation before CONNECT is somebody nonetheless. */
    public boolean admitsWithoutConnect() {
        return !isRequired() || operator == null && (configured.hasNoAuthUser() || configured.isOpenToAnonymous());
    }

    /** Whether INFO must carry a nonce to sign. */
    public boolean needsNonce() {
        return asksForNonce;
    }

    /** Whether a service may have to be told whom it is asked about. */
    public boolean wantsIntroductions() {
        return services != null;
    }

    /**
     * Answers a log-in. What can be told at once is complete when this returns; bcrypt and signatures complete on their executor's thread, and
     * it is for the caller to come back to its own. A future that is cancelled spares the check that has not begun.
     */
    public CompletionStage<AuthResult> authenticate(ConnectRequest request) {
        if (!proxies.isAsked(request)) {
            return behindProxy(request);
        }
        return signatures
                .submit(() -> {
                    String proxy = proxies.signer(request);
                    return proxy == null
                            ? new AuthResult.Refused("the proxy is not trusted", AuthResult.Cause.PROXY_NOT_TRUSTED)
                            : new AuthResult.Allowed(Identity.anonymous(), proxy);
                })
                .thenCompose(checked -> checked instanceof AuthResult.Allowed trusted && trusted.proxy() != null
                        ? behindProxy(request.through(trusted.proxy()))
                        : done(checked));
    }

    private CompletionStage<AuthResult> behindProxy(ConnectRequest request) {
        OperatorLogin login = operator;
        if (login != null) {
            return signatures
                    .submit(() -> login.authenticate(request))
                    .thenCompose(own -> answered(request, own, login));
        }
        if (!isRequired()) {
            return done(new AuthResult.Allowed(Identity.anonymous(), request.proxy()));
        }
        ConfiguredCallout terms = callout;
        CompletionStage<AuthResult> own = configured.authenticate(request);
        return terms == null ? own : own.thenCompose(result -> answered(request, result, terms));
    }

    /** A service has the last word on users of its account, but for those that it is itself. */
    private CompletionStage<AuthResult> answered(ConnectRequest request, AuthResult own, OperatorLogin login) {
        if (!(own instanceof AuthResult.Allowed allowed)) {
            return done(own);
        }
        OperatorCallout terms = login.callout(allowed.identity().account());
        if (terms == null) {
            return done(own);
        }
        return terms.isService(String.valueOf(allowed.identity().user()))
                ? done(withoutCallout(own, terms))
                : ask(request, terms);
    }

    private CompletionStage<AuthResult> answered(ConnectRequest request, AuthResult own, ConfiguredCallout terms) {
        if (terms.isAsked(request, own)) {
            return ask(request, terms);
        }
        boolean service = own instanceof AuthResult.Allowed allowed
                && terms.isService(allowed.identity().user());
        return done(service ? withoutCallout(own, terms) : own);
    }

    private CompletionStage<AuthResult> ask(ConnectRequest request, CalloutService.Terms terms) {
        CalloutService asked = services;
        return asked == null
                ? done(new AuthResult.Refused("nobody can be asked"))
                : asked.ask(request, terms)
                        .thenApply(result -> result instanceof AuthResult.Refused refused
                                ? refused.by(terms.account())
                                : withoutCallout(result, terms));
    }

    /** Who comes into the service's own account may not ask it. */
    private static AuthResult withoutCallout(AuthResult result, CalloutService.Terms terms) {
        return result instanceof AuthResult.Allowed allowed
                        && allowed.identity().account().equals(terms.account())
                ? new AuthResult.Allowed(allowed.identity().withoutCallout(), allowed.proxy())
                : result;
    }

    /** Whether an identity holds still, once it is in force: claims that change look for those who have theirs already. */
    public boolean holds(Identity identity) {
        return operator == null || operator.holds(identity);
    }

    /**
     * Whether somebody of that name could still publish to that subject, for what outlives its author's connection: not where users are listed and this
     * one is none of them, or may not. Where others decide who somebody is, nothing can be said against it.
     */
    public boolean mayStillPublish(String user, byte[] subject) {
        return operator != null || callout != null || configured.mayStillPublish(user, subject);
    }

    /** The rounds of bcrypt that were worked so far. */
    long bcryptWork() {
        return configured.bcryptWork();
    }

    private static CompletionStage<AuthResult> done(AuthResult result) {
        return CompletableFuture.completedFuture(result);
    }
}
