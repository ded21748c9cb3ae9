// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.ConnectionType;
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
import java.util.Locale;
import java.util.Objects;
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

    OperatorLogin(OperatorOptions options, TrustedOperators trusted, AccountBook accounts, InstantSource clock) {
        this.options = options;
        this.trusted = trusted;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Why somebody does not come in. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String reason) {
            super(reason, null, false, false);
        }
    }

    AuthResult authenticate(ConnectRequest request) {
        try {
            return new AuthResult.Allowed(identity(request));
        } catch (Refusal refusal) {
            return new AuthResult.Refused(String.valueOf(refusal.getMessage()));
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
        require(!isBlocked(user, now), "User JWT no longer valid");
        AccountClaims account = account(user.account());
        UserRules rules = rules(user, account);
        require(!rules.proxyRequired(), "the user must come through a trusted proxy");
        require(!rules.bearerToken() || !account.limits().bearerDisallowed(), "Account does not allow bearer tokens");
        require(mayComeBy(rules.connectionTypes(), request.connectionType()), "Connection type not allowed");
        require(rules.bearerToken() || Signatures.isSignedBy(user.subject(), request), "Signature not verified");
        require(!account.isRevoked(user.subject(), user.issuedAtSecond()), "User authentication revoked");
        require(mayComeFrom(rules.sourceNetworks(), request.host()), "Bad src Ip");
        Duration hours = Hours.left(rules, now);
        if (hours == null) {
            throw new Refusal("Outside connect times");
        }
        boolean defaults = rules.permissions().isEmpty();
        ClaimPermissions permissions = defaults ? account.defaultPermissions() : rules.permissions();
        return new Identity(
                account.subject(),
                user.subject(),
                Permissions.of(options(permissions)),
                clamp(rules.maxSubscriptions()),
                clamp(rules.maxPayloadBytes()),
                new UserToken(
                        user.subject(),
                        user.issuerAccount().isEmpty() ? "" : user.issuer(),
                        user.issuedAtSecond(),
                        rules.bearerToken(),
                        validFor(user, now, hours),
                        defaults));
    }

    private static void require(boolean holds, String otherwise) throws Refusal {
        if (!holds) {
            throw new Refusal(otherwise);
        }
    }

    private UserClaims claims(String given) throws Refusal {
        try {
            if (!given.isEmpty()) {
                return Jwt.decodeUser(given);
            }
        } catch (InvalidJwtException e) {
            if (options.defaultSentinel() == null) {
                throw new Refusal("User JWT not valid: " + e.getMessage());
            }
        }
        String sentinel = options.defaultSentinel();
        require(sentinel != null, "Authentication requires a user JWT");
        try {
            return Jwt.decodeUser(Objects.requireNonNull(sentinel));
        } catch (InvalidJwtException e) {
            throw new Refusal("default sentinel JWT not valid");
        }
    }

    private static boolean isBlocked(Claims claims, Instant now) {
        return claims.issues(now.getEpochSecond()).stream().anyMatch(ClaimIssue::isBlocking);
    }

    private AccountClaims account(String key) throws Refusal {
        require(
                options.pinnedAccounts().isEmpty() || options.pinnedAccounts().contains(key),
                "Account " + key + " not listed as operator pinned account");
        try {
            AccountClaims account = accounts.lookup(key);
            long expires = account.expiresAtSecond();
            require(expires == 0 || expires > clock.instant().getEpochSecond(), "Account JWT has expired");
            return account;
        } catch (IOException e) {
            throw new Refusal("Account JWT lookup error: " + e.getMessage());
        }
    }

    /** What the user may do: what it says itself, or what the key that signed it says for all its users. */
    private UserRules rules(UserClaims user, AccountClaims account) throws Refusal {
        SigningKey key = account.signingKeys().get(user.issuer());
        if (key == null) {
            require(
                    user.issuer().equals(account.subject()) && trusted.mayAccountSign(account),
                    "User JWT issuer is not known");
            return user.rules();
        }
        UserRules template = key.template();
        if (template == null) {
            return user.rules();
        }
        require(user.rules().isNone(), "User JWT is not valid: scoped users require no permissions or limits set");
        try {
            return new UserTemplate(user, account).fill(template);
        } catch (IllegalArgumentException e) {
            throw new Refusal("User JWT generated invalid permissions: " + e.getMessage());
        }
    }

    /** Unknown kinds are passed over, unless there are no others. */
    private static boolean mayComeBy(List<String> allowed, ConnectionType type) {
        boolean unknown = false;
        boolean known = false;
        for (String one : allowed) {
            ConnectionType read = connectionType(one);
            known |= read != null;
            unknown |= read == null;
            if (read == type) {
                return true;
            }
        }
        return !known && !unknown;
    }

    private static @Nullable ConnectionType connectionType(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (ConnectionType type : ConnectionType.values()) {
            if (type.name().equals(upper)) {
                return type;
            }
        }
        return null;
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

    /** Whole seconds to the end of the token, or to the end of its hours if that is sooner; zero for ever. */
    private static Duration validFor(UserClaims user, Instant now, Duration hours) {
        if (user.expiresAtSecond() == 0) {
            return hours;
        }
        Duration token = Duration.ofSeconds(Math.max(0, user.expiresAtSecond() - now.getEpochSecond()));
        Duration left = !hours.isZero() && hours.compareTo(token) < 0 ? hours : token;
        return left.isZero() ? Duration.ofNanos(1) : left;
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
