// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.OperatorOptions;
import io.natskit.server.config.PermissionsOptions;
import io.natskit.server.config.ResponsePermissionsOptions;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimIssue;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.Claims;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.jwt.Network;
import io.natskit.wire.jwt.ResponsePermission;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells who somebody is by a user's JWT (AU-08, AU-09): signed by an account that a trusted operator has signed. May wait for the account's
 * JWT, so never on a loop; any number of threads.
 */
final class OperatorLogin {
    private final OperatorOptions options;
    private final TrustedOperators trusted;
    private final AccountBook accounts;
    private final InstantSource clock;

    OperatorLogin(OperatorOptions options, AccountBook accounts, InstantSource clock) {
        this.options = options;
        this.trusted = accounts.trusted();
        this.accounts = accounts;
        this.clock = clock;
    }

    AuthResult authenticate(ConnectRequest request) {
        try {
            return new AuthResult.Allowed(identity(request), request.proxy());
        } catch (Refusal refusal) {
            return refusal.result();
        }
    }

    /** Whether somebody who logged in is welcome still: claims may have changed since. */
    boolean holds(Identity identity) {
        UserToken token = identity.token();
        AccountClaims account = accounts.known(identity.account());
        return token == null || (account != null && !account.isRevoked(token.subject(), token.issuedAtSecond()));
    }

    private Identity identity(ConnectRequest request) throws Refusal {
        UserClaims user = claims(request.jwt());
        Instant now = clock.instant();
        AccountClaims account = account(user, now);
        UserRules rules = rules(user, account);
        UserWays.requireProxy(rules, request);
        requireBearerAllowed(rules, account);
        UserWays.requireConnectionType(rules, request);
        Refusal.require(
                rules.bearerToken() || Signatures.isSignedBy(user.subject(), request), "Signature not verified");
        requireNotRevoked(user, account);
        Refusal.require(mayComeFrom(rules.sourceNetworks(), request.host()), "Bad src Ip");
        Duration validFor = UserWays.validFor(user, rules, now);
        return identity(user, user, user.subject(), account, rules, validFor);
    }

    /** Who somebody is by this token, whatever way he comes: without a look at signature, address, proxy and kind of connection. */
    Identity byTokenAlone(UserClaims user) throws Refusal {
        Instant now = clock.instant();
        AccountClaims account = account(user, now);
        UserRules rules = rules(user, account);
        requireBearerAllowed(rules, account);
        requireNotRevoked(user, account);
        return identity(user, user, user.subject(), account, rules, UserWays.validFor(user, rules, now));
    }

    private AccountClaims account(UserClaims user, Instant now) throws Refusal {
        Refusal.require(!isBlocked(user, now), "User JWT no longer valid");
        return account(user.account());
    }

    private static void requireBearerAllowed(UserRules rules, AccountClaims account) throws Refusal {
        Refusal.require(
                !rules.bearerToken() || !account.limits().bearerDisallowed(), "Account does not allow bearer tokens");
    }

    private static void requireNotRevoked(UserClaims user, AccountClaims account) throws Refusal {
        Refusal.require(!account.isRevoked(user.subject(), user.issuedAtSecond()), "User authentication revoked");
    }

    /** Who somebody is by a token that does; what he is called is said by the one that he brought. */
    private static Identity identity(
            UserClaims user,
            UserClaims brought,
            @Nullable String name,
            AccountClaims account,
            UserRules rules,
            Duration validFor) {
        boolean defaults = rules.permissions().isEmpty();
        ClaimPermissions permissions = defaults ? account.defaultPermissions() : rules.permissions();
        return new Identity(
                account.subject(),
                name,
                Permissions.of(options(permissions)),
                clamp(rules.maxSubscriptions()),
                clamp(rules.maxPayloadBytes()),
                new UserToken(
                        user.subject(),
                        user.issuerAccount().isEmpty() ? "" : user.issuer(),
                        user.issuedAtSecond(),
                        rules.bearerToken(),
                        validFor,
                        brought.name(),
                        brought.tags(),
                        defaults));
    }

    private UserClaims claims(String given) throws Refusal {
        String token = token(given);
        Refusal.require(!token.isEmpty(), "Authentication requires a user JWT");
        try {
            return Jwt.decodeUser(token);
        } catch (InvalidJwtException e) {
            throw new Refusal("User JWT not valid: " + e.getMessage());
        }
    }

    /** Who the user is that a service lets into an account. */
    Identity admitted(UserClaims user, String into, ConnectRequest request) throws Refusal {
        AccountClaims account = account(into);
        UserRules rules = rules(user, account);
        Duration validFor = UserWays.validFor(user, rules, clock.instant());
        UserWays.requireConnectionType(rules, request);
        UserWays.requireProxy(rules, request);
        UserClaims brought = Jwt.decodeUser(token(request.jwt()));
        return identity(user, brought, UserWays.name(user, request), account, rules, validFor);
    }

    /** The service that is asked about the users of an account, as its claims have it; or null. */
    @Nullable
    OperatorCallout callout(String key) {
        AccountClaims account = accounts.known(key);
        return account == null || !account.authorization().isEnabled() ? null : new OperatorCallout(this, account);
    }

    /** Whether what this key signs is an account's word. */
    boolean isSigner(String key, AccountClaims account) {
        return account.signingKeys().containsKey(key)
                || key.equals(account.subject()) && trusted.mayAccountSign(account);
    }

    /** The token that somebody is judged by: his own, or the sentinel of those who bring none. */
    String token(String given) {
        String sentinel = options.defaultSentinel();
        if (sentinel == null) {
            return given;
        }
        try {
            Jwt.decodeUser(given);
            return given;
        } catch (InvalidJwtException e) {
            return sentinel;
        }
    }

    private static boolean isBlocked(Claims claims, Instant now) {
        return claims.issues(now.getEpochSecond()).stream().anyMatch(ClaimIssue::isBlocking);
    }

    AccountClaims account(String key) throws Refusal {
        Refusal.require(
                options.pinnedAccounts().isEmpty() || options.pinnedAccounts().contains(key),
                "Account " + key + " not listed as operator pinned account");
        try {
            AccountClaims account = accounts.lookup(key);
            long expires = account.expiresAtSecond();
            Refusal.require(expires == 0 || expires > clock.instant().getEpochSecond(), "Account JWT has expired");
            return account;
        } catch (IOException e) {
            throw new Refusal("Account JWT lookup error: " + e.getMessage());
        }
    }

    /** What the user may do: what it says itself, or what the key that signed it says for all its users. */
    UserRules rules(UserClaims user, AccountClaims account) throws Refusal {
        SigningKey key = account.signingKeys().get(user.issuer());
        if (key == null) {
            Refusal.require(
                    user.issuer().equals(account.subject()) && trusted.mayAccountSign(account),
                    "User JWT issuer is not known");
            return user.rules();
        }
        UserRules template = key.template();
        if (template == null) {
            return user.rules();
        }
        Refusal.require(
                user.rules().isNone(), "User JWT is not valid: scoped users require no permissions or limits set");
        try {
            return new UserTemplate(user, account).fill(template);
        } catch (IllegalArgumentException e) {
            throw new Refusal("User JWT generated invalid permissions: " + e.getMessage());
        }
    }

    private static boolean mayComeFrom(List<String> networks, String host) {
        if (networks.isEmpty()) {
            return true;
        }
        for (String text : networks) {
            Network network = Network.parse(text);
            if (network != null && network.contains(host)) {
                return true;
            }
        }
        return false;
    }

    private static int clamp(long limit) {
        return limit < 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, limit);
    }

    /** Rules of claims as those of a configuration. */
    static @Nullable PermissionsOptions options(ClaimPermissions claims) {
        if (claims.isEmpty()) {
            return null;
        }
        PermissionsOptions.Builder options = PermissionsOptions.builder()
                .publishAllow(claims.publishAllow().isEmpty() ? null : new ArrayList<>(claims.publishAllow()))
                .publishDeny(claims.publishDeny())
                .subscribeAllow(claims.subscribeAllow().isEmpty() ? null : new ArrayList<>(claims.subscribeAllow()))
                .subscribeDeny(claims.subscribeDeny());
        ResponsePermission responses = claims.responses();
        if (responses != null) {
            options.responses(ResponsePermissionsOptions.builder()
                    .maxMessages((int) Math.max(-1, Math.min(Integer.MAX_VALUE, responses.maxMessages())))
                    .expires(Duration.ofNanos(responses.expiresNanos()))
                    .build());
        }
        return options.build();
    }
}
