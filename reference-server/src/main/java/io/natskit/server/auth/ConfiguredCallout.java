// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.CalloutOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.wire.jwt.AuthorizationResponseClaims;
import io.natskit.wire.jwt.UserClaims;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The service of a configuration without operators: whom it is asked about, and what its answers may say. Immutable; any thread. */
final class ConfiguredCallout implements CalloutService.Terms {
    private final CalloutOptions options;
    private final Directory directory;
    private final @Nullable String singleUser;
    private final InstantSource clock;
    private final Set<String> accounts = new HashSet<>();

    ConfiguredCallout(CalloutOptions options, ServerOptions all, Directory directory, InstantSource clock) {
        this.options = options;
        this.directory = directory;
        this.singleUser = all.authorization().username();
        this.clock = clock;
        accounts.add(Identity.GLOBAL_ACCOUNT);
        if (!all.noSystemAccount()) {
            accounts.add(Objects.requireNonNullElse(all.systemAccount(), "$SYS"));
        }
        for (AccountOptions account : all.accounts()) {
            accounts.add(account.name());
        }
    }

    /** Whether the service has the last word after what the configuration says. */
    boolean isAsked(ConnectRequest request, AuthResult own) {
        if (own instanceof AuthResult.Allowed allowed) {
            return isDelegated(allowed.identity().account())
                    && !isService(allowed.identity().user());
        }
        return ((AuthResult.Refused) own).cause() == AuthResult.Cause.CREDENTIALS && !isService(claimed(request));
    }

    /** Everybody of the global account, and those of the accounts that are named, or of all where none is. */
    private boolean isDelegated(String account) {
        return account.equals(Identity.GLOBAL_ACCOUNT)
                || options.allowedAccounts().isEmpty()
                || options.allowedAccounts().contains(account);
    }

    /** Whether the service is that user itself. */
    boolean isService(@Nullable String user) {
        return user != null && options.users().contains(user);
    }

    /** The user of the configuration that somebody says he is who could not show it, or null. */
    private @Nullable String claimed(ConnectRequest request) {
        if (directory.withKey(request.nkey()) != null) {
            return request.nkey();
        }
        String name = request.user();
        return directory.named(name) != null || name.equals(singleUser) ? name : null;
    }

    @Override
    public String account() {
        return options.account();
    }

    @Override
    public String subject() {
        return options.issuer();
    }

    @Override
    public String curveKey() {
        return options.xkey();
    }

    @Override
    public Introduction introduction(ConnectRequest request, Introduction told) {
        // without operators a token of a user means nothing, and is not passed on
        return new Introduction(told.client(), told.connect().withJwt(""), told.tls());
    }

    @Override
    public void requireSigner(AuthorizationResponseClaims answer) throws Refusal {
        Refusal.require(answer.issuer().equals(options.issuer()), "auth callout signing key is unknown");
    }

    @Override
    public Identity identity(UserClaims user, ConnectRequest request) throws Refusal {
        Refusal.require(user.issuerAccount().isEmpty(), "attempted to use issuer_account, which only operators know");
        Refusal.require(user.issuer().equals(options.issuer()), "wrong issuer for auth callout response");
        // without operators, whom the token is for is where the user goes
        String account = user.audience();
        Refusal.require(accounts.contains(account), "no valid account \"" + account + "\" for auth callout response");
        Duration validFor = UserWays.validFor(user, user.rules(), clock.instant());
        UserWays.requireConnectionType(user.rules(), request);
        // its limits are not looked at, nor what the account gives to users of the configuration, as in nats-server
        return new Identity(
                account,
                UserWays.name(user, request),
                Permissions.ofClaims(user.rules().permissions()),
                -1,
                -1,
                new UserToken(user.subject(), "", user.issuedAtSecond(), false, validFor, "", List.of(), false));
    }
}
