// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.account.Account;
import io.natskit.server.monitoring.ServerRequests;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ClosedReason;
import io.natskit.server.session.ConnectionInfo;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.Witness;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.json.JsonWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells of clients that come and go, and how many an account has (SY-07, SY-08, SY-10). On the client's loop. */
final class ClientEvents implements Witness {
    private static final String CONNECT = "io.nats.server.advisory.v1.client_connect";
    private static final String DISCONNECT = "io.nats.server.advisory.v1.client_disconnect";
    private static final String CONNECTIONS = "io.nats.server.advisory.v1.account_connections";

    private final ServerContext context;
    private final Account<Subscription> system;
    private final Voice voice;
    private final Envelope envelope;
    private final Supplier<ServerRequests> state;
    private volatile int ownSubscriptions;

    ClientEvents(
            ServerContext context,
            Account<Subscription> system,
            Voice voice,
            Envelope envelope,
            Supplier<ServerRequests> state) {
        this.context = context;
        this.system = system;
        this.voice = voice;
        this.envelope = envelope;
        this.state = state;
    }

    /** The system account has the server's own subscriptions now; who comes after this may want to hear of clients. */
    void begin() {
        ownSubscriptions = system.interest().size();
    }

    /** Clients come and go all the time: nothing is prepared where nobody can be listening. */
    private boolean mayBeHeard() {
        return system.interest().size() > ownSubscriptions;
    }

    @Override
    public void connected(ClientSession client) {
        if (!mayBeHeard()) {
            return;
        }
        ConnectionInfo info = ConnectionInfo.of(client);
        voice.tell(client.loop(), system, "$SYS.ACCOUNT." + info.account() + ".CONNECT", () -> {
            JsonWriter json = envelope.event(CONNECT, context.wallClock().instant());
            ClientJson.write(info, null, json.begin("client"));
            return json.end().toBytes();
        });
        connections(client.loop(), client.account());
    }

    @Override
    public void disconnected(ClientSession client, Instant stop, ClosedReason reason) {
        if (!mayBeHeard()) {
            return;
        }
        ConnectionInfo info = ConnectionInfo.of(client);
        voice.tell(
                client.loop(),
                system,
                "$SYS.ACCOUNT." + info.account() + ".DISCONNECT",
                () -> ended(info, stop, reason.text()));
        connections(client.loop(), client.account());
    }

    @Override
    public void refused(ClientSession client, ClosedReason reason) {
        refused(client, reason, client.account(), reason.text());
    }

    @Override
    public void refusedBy(String account, ClientSession client, ClosedReason reason, String why) {
        String sentence = why.isEmpty() ? why : why.substring(0, 1).toUpperCase(Locale.ROOT) + why.substring(1);
        refused(client, reason, context.accounts().find(account), sentence);
    }

    private void refused(
            ClientSession client, ClosedReason reason, @Nullable Account<Subscription> account, String why) {
        ConnectionInfo info = ConnectionInfo.of(client);
        Instant now = context.wallClock().instant();
        voice.tell(
                client.loop(),
                system,
                "$SYS.SERVER." + context.info().facts().id() + ".CLIENT.AUTH.ERR",
                () -> ended(info, now, reason.text()));
        if (account != null) {
            voice.tell(client.loop(), account, "$SYS.ACCOUNT.CLIENT.AUTH.ERR", () -> ended(info, now, why));
        }
    }

    private byte[] ended(ConnectionInfo info, Instant stop, String reason) {
        JsonWriter json = envelope.event(DISCONNECT, stop);
        ClientJson.write(info, stop, json.begin("client"));
        json.end();
        // seen from the client
        messages("sent", info.inMessages(), info.inBytes(), json);
        messages("received", info.outMessages(), info.outBytes(), json);
        return json.field("reason", reason).toBytes();
    }

    private static void messages(String name, long messages, long bytes, JsonWriter json) {
        json.begin(name).field("msgs", messages).field("bytes", bytes).end();
    }

    /** How many clients an account has now; not told of the global one, as in nats-server. */
    void connections(EventLoop loop, Account<Subscription> account) {
        if (account == context.accounts().global()) {
            return;
        }
        voice.tell(loop, system, "$SYS.SERVER.ACCOUNT." + account.name() + ".CONNS", () -> connections(account));
        voice.tell(loop, system, "$SYS.ACCOUNT." + account.name() + ".SERVER.CONNS", () -> connections(account));
    }

    byte[] connections(Account<Subscription> account) {
        JsonWriter json = envelope.event(CONNECTIONS, context.wallClock().instant());
        state.get().writeAccount(account, json);
        return json.toBytes();
    }
}
