// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.callout;

import io.natskit.server.account.Account;
import io.natskit.server.account.Accounts;
import io.natskit.server.auth.CalloutService;
import io.natskit.server.local.LocalRequests;
import io.natskit.server.router.Subscription;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jwt.AuthorizationRequestClaims;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends the questions of log-ins to the account of a service. Any thread. */
public final class CalloutLine implements CalloutService.Line {
    private static final byte[] NO_HEADER = {};
    private static final String CURVE_KEY = "Nats-Server-Xkey";

    private final Accounts<Subscription> accounts;
    private final LocalRequests requests;
    private final AuthorizationRequestClaims.Server server;

    /** Of a server that is described so. */
    public CalloutLine(
            Accounts<Subscription> accounts, LocalRequests requests, AuthorizationRequestClaims.Server server) {
        this.accounts = accounts;
        this.requests = requests;
        this.server = server;
    }

    @Override
    public AuthorizationRequestClaims.Server server() {
        return server;
    }

    @Override
    public CompletionStage<byte[]> ask(String account, String curveKey, byte[] request, Duration timeout) {
        Account<Subscription> service = accounts.find(account);
        if (service == null) {
            return CompletableFuture.failedFuture(new IOException("no account \"" + account + "\" for auth callout"));
        }
        byte[] header = curveKey.isEmpty()
                ? NO_HEADER
                : Headers.builder().add(CURVE_KEY, curveKey).build().toBytes();
        return requests.ask(service, CalloutService.SUBJECT, header, request, timeout, 0);
    }
}
