// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.claims;

import io.natskit.server.account.Account;
import io.natskit.server.account.SubjectMappings;
import io.natskit.server.auth.AccountBook;
import io.natskit.server.auth.AccountDirectory;
import io.natskit.server.auth.TrustedOperators;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.InvalidTransformException;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimIssue;
import io.natskit.wire.jwt.Claims;
import io.natskit.wire.jwt.GenericClaims;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changes a directory of accounts, and the list of them; texts and their order are nats-server's. */
final class DirectoryRequests {
    private static final String ANY_UPDATE = "$SYS.REQ.CLAIMS.UPDATE";
    private static final String DELETE = "$SYS.REQ.CLAIMS.DELETE";
    private static final String LIST = "$SYS.REQ.CLAIMS.LIST";

    private final Desk desk;
    private final AccountBook accounts;
    private final TrustedOperators trusted;
    private final AccountDirectory directory;
    // between verb and outcome
    private final String object;

    DirectoryRequests(Desk desk, AccountBook accounts, AccountDirectory directory) {
        this.desk = desk;
        this.accounts = accounts;
        this.trusted = accounts.trusted();
        this.directory = directory;
        this.object = directory.isFull() ? "" : " cache";
    }

    void listen() {
        desk.listen(ClaimRequests.UPDATE, null, request -> update(request, request.account()));
        desk.listen(ClaimRequests.UPDATE_OLD, null, request -> update(request, request.account()));
        desk.listen(ANY_UPDATE, null, request -> update(request, null));
        desk.listen(LIST, null, this::list);
        desk.listen(DELETE, null, this::delete);
    }

    /** Why a request is refused. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String reason) {
            super(reason, null, false, false);
        }
    }

    private void update(Desk.Request request, @Nullable String named) {
        String failed = "jwt update" + object + " resulted in error";
        AccountClaims claims;
        try {
            claims = Jwt.decodeAccount(request.text());
        } catch (InvalidJwtException e) {
            String account = named == null || directory.isFull() ? "n/a" : named;
            desk.failed(request, account, failed, String.valueOf(e.getMessage()));
            return;
        }
        String account = named == null ? claims.subject() : named;
        try {
            check(claims, account);
            if (!directory.isFull() && accounts.known(account) == null) {
                desk.done(request, account, "jwt update cache skipped");
                return;
            }
            String problem = problem(claims);
            if (problem != null) {
                desk.failed(
                        request,
                        account,
                        "jwt" + (object.isEmpty() ? "" : " update cache") + " validation failed",
                        problem);
                return;
            }
            if (directory.files().save(account, request.text())) {
                accounts.update(account, request.text());
            }
            desk.done(request, account, "jwt updated" + object);
        } catch (Refusal | IOException e) {
            desk.failed(request, account, failed, String.valueOf(e.getMessage()));
        }
    }

    /** Whether it is for this server to keep these claims. */
    private void check(AccountClaims claims, String account) throws Refusal {
        if (!claims.subject().equals(account)) {
            throw new Refusal("subject does not match jwt content");
        }
        if (trusted.isStrictOperator(claims.issuer())) {
            throw new Refusal("operator requires issuer to be a signing key");
        }
        if (!trusted.isTrusted(claims.issuer())) {
            throw new Refusal("account is not signed by a trusted operator");
        }
    }

    /** What is wrong with claims whatever the time, or null. */
    private @Nullable String problem(AccountClaims claims) {
        List<String> errors = claims.issues(desk.context().wallClock().instant().getEpochSecond()).stream()
                .filter(issue -> issue.kind() == ClaimIssue.Kind.ERROR)
                .map(ClaimIssue::text)
                .toList();
        if (!errors.isEmpty()) {
            return "validation errors: [" + String.join(" ", errors) + "]";
        }
        try {
            SubjectMappings.of(claims);
            return null;
        } catch (InvalidTransformException e) {
            return "mapping: " + e.getMessage();
        }
    }

    private void list(Desk.Request request) {
        if (request.reply().isEmpty()) {
            return;
        }
        try {
            desk.answer(request, directory.files().accounts());
        } catch (IOException e) {
            // no answer, as at nats-server: the next one may know
            desk.context().log().error("list request error: " + e.getMessage());
        }
    }

    private void delete(Desk.Request request) {
        String from = "";
        List<String> doomed;
        try {
            Claims order = Jwt.decode(request.text());
            from = order.subject();
            doomed = accounts(order);
        } catch (InvalidJwtException | Refusal e) {
            desk.failed(request, "", "delete accounts request by " + from + " failed", String.valueOf(e.getMessage()));
            return;
        }
        List<String> errors = new ArrayList<>();
        for (String account : doomed) {
            try {
                if (directory.files().delete(account)) {
                    accounts.remove(account);
                }
            } catch (IOException e) {
                errors.add(String.valueOf(e.getMessage()));
            }
        }
        int done = doomed.size() - errors.size();
        if (errors.isEmpty()) {
            desk.done(request, "", "deleted " + done + " accounts");
        } else {
            desk.failed(
                    request,
                    "",
                    "deleted " + done + " accounts, failed for " + errors.size(),
                    String.join("\n", errors));
        }
    }

    /** Whom an order of the operator takes away. */
    private List<String> accounts(Claims order) throws Refusal {
        if (!directory.files().mayDelete()) {
            throw new Refusal("delete must be enabled in server config");
        }
        if (!order.subject().equals(order.issuer())) {
            throw new Refusal("not self signed");
        }
        if (!trusted.isTrusted(order.issuer())) {
            throw new Refusal("not trusted");
        }
        if (!(order instanceof GenericClaims generic) || !(generic.data().value("accounts") instanceof List<?> named)) {
            throw new Refusal("malformed request");
        }
        Account<Subscription> system = desk.context().accounts().system();
        List<String> accounts = new ArrayList<>();
        for (Object one : named) {
            if (!(one instanceof String account) || !NKey.isPublicKey(account, NKeyKind.ACCOUNT)) {
                throw new Refusal("malformed request");
            }
            if (system != null && account.equals(system.name())) {
                throw new Refusal("not allowed to delete system account");
            }
            accounts.add(account);
        }
        return accounts;
    }
}
