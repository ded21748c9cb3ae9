// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.claims;

import io.natskit.server.auth.AccountBook;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import java.io.IOException;

/** Takes other claims of accounts that somebody has needed, where nothing keeps them: with a resolver in memory, or by HTTP. */
final class KnownAccounts {
    private static final String FAILED = "jwt update resulted in error";

    private final Desk desk;
    private final AccountBook accounts;

    KnownAccounts(Desk desk, AccountBook accounts) {
        this.desk = desk;
        this.accounts = accounts;
    }

    void listen() {
        desk.listen(ClaimRequests.UPDATE, null, this::update);
        desk.listen(ClaimRequests.UPDATE_OLD, null, this::update);
    }

    private void update(Desk.Request request) {
        String account = request.account();
        if (request.text().isEmpty()) {
            desk.failed(request, account, "jwt update error", "request body is empty");
            return;
        }
        try {
            AccountClaims claims = Jwt.decodeAccount(request.text());
            if (!claims.subject().equals(account)) {
                desk.failed(request, account, FAILED, "subject does not match jwt content");
                return;
            }
            AccountBook.Update outcome = accounts.update(account, request.text());
            desk.done(request, account, outcome == AccountBook.Update.UNKNOWN ? "jwt update skipped" : "jwt updated");
        } catch (InvalidJwtException | IOException e) {
            desk.failed(request, account, FAILED, String.valueOf(e.getMessage()));
        }
    }
}
