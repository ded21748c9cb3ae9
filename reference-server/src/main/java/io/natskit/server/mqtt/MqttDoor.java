// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.account.Account;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.jetstream.stream.StableHash;
import io.natskit.server.local.LocalClients;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.Language;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.SessionLog;
import io.natskit.server.transport.EventLoop;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What all MQTT clients of a server share. Any thread, but where said otherwise. */
public final class MqttDoor {
    private final ServerContext context;
    private final LocalClients clients;
    private final String serverId;
    private final Map<String, MqttAccount> accounts = new ConcurrentHashMap<>();
    private final Lane[] lanes;

    /** The door of a server; the context is that of the sessions that come by it. */
    public MqttDoor(ServerContext context, LocalClients clients) {
        this.context = context;
        this.clients = clients;
        this.serverId = StableHash.of(context.info().facts().name());
        this.lanes = new Lane[context.loops().count()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lane();
        }
    }

    /** What its sessions share with each other. */
    public ServerContext context() {
        return context;
    }

    /** The language of a client, for its session. */
    public Language language(ClientSession session) {
        return new MqttClient(this, session);
    }

    /** Others may do other things from now on. */
    public void rulesChanged() {
        accounts.values().forEach(one -> one.home().execute(one::rulesChanged));
    }

    LocalClients clients() {
        return clients;
    }

    ServerOptions options() {
        return context.options();
    }

    SessionLog log() {
        return context.log();
    }

    /** The hash of the server's name. */
    String serverId() {
        return serverId;
    }

    /** What the loop of that index writes packets with; on that loop. */
    Lane lane(int index) {
        return lanes[index];
    }

    /** What an account's clients share, made when the first of them comes; told on the account's home loop. One that cannot be is tried again. */
    CompletableFuture<MqttAccount> account(Account<Subscription> account) {
        MqttAccount fresh = new MqttAccount(this, account);
        MqttAccount known = accounts.putIfAbsent(account.name(), fresh);
        if (known != null) {
            return known.ready();
        }
        EventLoop home = fresh.home();
        home.execute(fresh::prepare);
        return fresh.ready().whenComplete((made, failure) -> {
            if (failure != null) {
                accounts.remove(account.name(), fresh);
            }
        });
    }
}
