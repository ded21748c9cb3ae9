// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.OperatorOptions;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads users' tokens as a log-in does, without anybody who logs in. May wait for the accounts' tokens; one thread at a time. */
public final class TokenReader {
    /** Nobody has to be told of accounts. */
    private static final AccountBook.Listener NOBODY = new AccountBook.Listener() {
        @Override
        public void changing(AccountClaims claims, @Nullable AccountClaims before) {}

        @Override
        public void changed(AccountClaims claims, AccountClaims before) {}

        @Override
        public void removed(AccountClaims claims) {}

        @Override
        public void expelled(AccountClaims claims) {}

        @Override
        public void settled(List<AccountClaims> all) {}
    };

    private final AccountBook accounts;
    private final OperatorLogin login;

    /** With the operators of these options, and accounts from {@code resolver}. */
    public TokenReader(OperatorOptions options, AccountResolver resolver, InstantSource clock) {
        this.accounts = new AccountBook(new TrustedOperators(options), resolver, NOBODY, clock);
        this.login = new OperatorLogin(options, accounts, clock);
    }

    /**
     * What a token comes to.
     *
     * @param user what it says
     * @param account what its account's says; null where that cannot be had or used
     * @param rules what holds for the user, a template of a signing key filled in; null where nothing does
     * @param identity who it is; null where it would not be let in
     * @param refusal why not; empty where it would be
     */
    public record Reading(
            UserClaims user,
            @Nullable AccountClaims account,
            @Nullable UserRules rules,
            @Nullable Identity identity,
            String refusal) {}

    /** Reads a token. Throws {@link InvalidJwtException} for what is none of a user. */
    public Reading read(String jwt) {
        UserClaims user = Jwt.decodeUser(jwt);
        Identity identity = null;
        String refusal = "";
        try {
            identity = login.byTokenAlone(user);
        } catch (Refusal e) {
            refusal = String.valueOf(e.getMessage());
        }
        AccountClaims account = accounts.known(user.account());
        return new Reading(user, account, account == null ? null : rules(user, account), identity, refusal);
    }

    private @Nullable UserRules rules(UserClaims user, AccountClaims account) {
        try {
            return login.rules(user, account);
        } catch (Refusal e) {
            return null; // it is the refusal that is told
        }
    }
}
