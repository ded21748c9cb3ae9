// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.AuthorizationResponseClaims;
import io.natskit.wire.jwt.ExternalAuthorization;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.jwt.UserClaims;
import java.util.List;

/** The service of an account in operator mode. Immutable; any thread that may wait for the claims of accounts. */
final class OperatorCallout implements CalloutService.Terms {
    private final OperatorLogin login;
    private final AccountClaims claims;
    private final ExternalAuthorization rules;

    /** Of an account whose claims name such a service. */
    OperatorCallout(OperatorLogin login, AccountClaims claims) {
        this.login = login;
        this.claims = claims;
        this.rules = claims.authorization();
    }

    /** Whether the service is that user itself. */
    boolean isService(String user) {
        return rules.users().contains(user);
    }

    @Override
    public String account() {
        return claims.subject();
    }

    @Override
    public String subject() {
        return claims.subject();
    }

    @Override
    public String curveKey() {
        return rules.xkey();
    }

    @Override
    public Introduction introduction(ConnectRequest request, Introduction told) {
        String token = login.token(request.jwt());
        UserClaims user = Jwt.decodeUser(token);
        return told.withToken(token, user.subject(), user.tags(), user.name());
    }

    @Override
    public void requireSigner(AuthorizationResponseClaims answer) throws Refusal {
        Refusal.require(
                answer.issuerAccount().isEmpty() || answer.issuerAccount().equals(account()),
                "auth callout response issuer account is not the callout account");
        Refusal.require(login.isSigner(answer.issuer(), claims), "auth callout signing key is unknown");
    }

    @Override
    public Identity identity(UserClaims user, ConnectRequest request) throws Refusal {
        String target = user.account();
        Refusal.require(
                target.equals(account()) || mayPutInto(target),
                "account \"" + target + "\" not permitted as valid account option for auth callout");
        return login.admitted(user, target, request);
    }

    private boolean mayPutInto(String account) {
        List<String> allowed = rules.allowedAccounts();
        return allowed.contains(account) || allowed.equals(List.of("*"));
    }
}
