// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.account.Account;
import io.natskit.server.local.LocalClients;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.router.Subscription;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an account without JetStream answers on a server that has it: that it is not enabled (10039). On the account's home loop. */
public final class DisabledApi implements LocalInbox.Handler {
    private static final byte[] NONE = {};

    private final Account<Subscription> account;
    private final LocalClients clients;
    private final @Nullable String domain;
    private final List<Operation> operations = new ArrayList<>();

    /** For an account of a server in that domain. */
    public DisabledApi(Account<Subscription> account, LocalClients clients, @Nullable String domain) {
        this.account = account;
        this.clients = clients;
        this.domain = domain;
        operations.addAll(AccountApi.operations());
        operations.addAll(StreamAssetsApi.operations());
        operations.addAll(StreamApi.operations());
    }

    @Override
    public void received(LocalMessage message) {
        if (message.isRefused() || message.replyLength() == 0) {
            return;
        }
        String[] tokens = Api.asked(message.subject(), domain).split("\\.", -1);
        for (Operation one : operations) {
            if (one.matches(tokens)) {
                JsonWriter json = new JsonWriter().field("type", one.type());
                JetStreamError.NOT_ENABLED_FOR_ACCOUNT.with().writeTo(json.begin("error"));
                json.end();
                one.afterError().accept(json);
                clients.publisher().publish(account, message.replyBytes(), NONE, NONE, json.toBytes());
                return;
            }
        }
    }
}
