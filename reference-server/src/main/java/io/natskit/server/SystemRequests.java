// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.account.Account;
import io.natskit.server.auth.AccountBook;
import io.natskit.server.local.LocalClients;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the system account may ask in operator mode: other claims for an account ({@code $SYS.REQ.ACCOUNT.<key>.CLAIMS.UPDATE} and the
 * older form). Received on a loop; worked out elsewhere, since signatures take their time; answered from the loop.
 */
final class SystemRequests implements LocalInbox.Handler {
    private static final String NEW_FORM = "$SYS.REQ.ACCOUNT.*.CLAIMS.UPDATE";
    private static final String OLD_FORM = "$SYS.ACCOUNT.*.CLAIMS.UPDATE";
    private static final long WAITING_MAX = 10_000;
    private static final long WAITING_BYTES_MAX = 64L * 1024 * 1024;

    private final ServerContext context;
    private final LocalClients clients;
    private final AccountBook accounts;
    private final Executor work;
    private final Account<Subscription> system;
    private final EventLoop loop;
    private final List<LocalSubscription> subscriptions = new ArrayList<>();
    private final AtomicLong sequence = new AtomicLong();

    private SystemRequests(
            ServerContext context,
            LocalClients clients,
            AccountBook accounts,
            Executor work,
            Account<Subscription> system) {
        this.context = context;
        this.clients = clients;
        this.accounts = accounts;
        this.work = work;
        this.system = system;
        this.loop = context.loops().get(0);
    }

    /** Begins to listen; null where there is no system account. */
    static @Nullable SystemRequests start(
            ServerContext context, LocalClients clients, AccountBook accounts, Executor work) {
        Account<Subscription> system = context.accounts().system();
        if (system == null) {
            return null;
        }
        SystemRequests requests = new SystemRequests(context, clients, accounts, work, system);
        LocalInbox inbox = new LocalInbox(requests.loop, requests, WAITING_MAX, WAITING_BYTES_MAX, false);
        for (String subject : new String[] {NEW_FORM, OLD_FORM}) {
            requests.subscriptions.add(clients.subscribe(system, subject, null, inbox));
        }
        return requests;
    }

    void close() {
        subscriptions.forEach(LocalSubscription::close);
    }

    @Override
    public void received(LocalMessage message) {
        if (message.isRefused()) {
            return;
        }
        String subject = message.subject();
        byte[] reply = message.replyLength() > 0 ? message.replyBytes() : new byte[0];
        byte[] payload = message.payloadBytes();
        try {
            work.execute(() -> update(account(subject), new String(payload, StandardCharsets.UTF_8), reply));
        } catch (RejectedExecutionException e) {
            context.log().error("jwt update error - " + account(subject) + " - too many at once");
        }
    }

    /** The token in front of the last two. */
    private static String account(String subject) {
        int end = subject.length() - ".CLAIMS.UPDATE".length();
        return subject.substring(subject.lastIndexOf('.', end - 1) + 1, end);
    }

    private void update(String account, String jwt, byte[] reply) {
        String text;
        boolean failed = true;
        if (jwt.isEmpty()) {
            text = "jwt update error - request body is empty";
        } else {
            try {
                AccountClaims claims = Jwt.decodeAccount(jwt);
                if (!claims.subject().equals(account)) {
                    text = "jwt update resulted in error - subject does not match jwt content";
                } else {
                    AccountBook.Update outcome = accounts.update(account, jwt);
                    text = outcome == AccountBook.Update.UNKNOWN ? "jwt update skipped" : "jwt updated";
                    failed = false;
                }
            } catch (InvalidJwtException | IOException e) {
                text = "jwt update resulted in error - " + e.getMessage();
            }
        }
        if (failed) {
            context.log().error(text + " - " + account);
        } else {
            context.log().debug(text + " - " + account);
        }
        if (reply.length > 0) {
            answer(reply, account, text, failed);
        }
    }

    private void answer(byte[] reply, String account, String text, boolean failed) {
        ServerInfo.Facts facts = context.info().facts();
        JsonWriter json = new JsonWriter();
        json.begin("server")
                .field("name", facts.name())
                .field("host", facts.host())
                .field("id", facts.id())
                .field("ver", facts.version())
                .field("jetstream", facts.jetStream())
                .field("seq", sequence.incrementAndGet())
                .time("time", context.wallClock().instant())
                .end();
        if (failed) {
            json.begin("error")
                    .field("account", account)
                    .field("code", 500)
                    .field("description", text)
                    .end();
        } else {
            json.begin("data")
                    .field("account", account)
                    .field("code", 200)
                    .field("message", text)
                    .end();
        }
        byte[] answer = json.toBytes();
        loop.execute(() -> clients.publisher(loop).publish(system, reply, answer));
    }
}
