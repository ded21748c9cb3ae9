// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.account.Account;
import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.account.JetStreamServer;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.JsonWriter;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the system account may ask of JetStream on a single server: to delete everything of an account (JA-29). It has no JetStream of its own, and is told so; what only a cluster does is left
 * without an answer, as nats-server leaves it. On the system account's home loop.
 */
public final class SystemApi implements LocalInbox.Handler {
    private static final String ACCOUNT = "ACCOUNT.";
    private static final String PURGE = "ACCOUNT.PURGE.";
    private static final String RESPONSE = "io.nats.jetstream.api.v1.";
    private static final List<String> FOR_CLUSTERS =
            List.of("META.LEADER.STEPDOWN", "SERVER.REMOVE", "SERVER.EVACUATE", "META.RESCUE");
    private static final byte[] NONE = {};

    private final Account<Subscription> system;
    private final EventLoop home;
    private final JetStreamServer server;

    /** For the system account of that server, which lives on that loop. */
    public SystemApi(Account<Subscription> system, EventLoop home, JetStreamServer server) {
        this.system = system;
        this.home = home;
        this.server = server;
    }

    @Override
    public void received(LocalMessage message) {
        if (message.isRefused()) {
            return;
        }
        String asked = Api.asked(message.subject(), server.options().domain());
        if (asked.startsWith(PURGE) && asked.indexOf('.', PURGE.length()) < 0) {
            purge(asked.substring(PURGE.length()), message.replyBytes());
        } else if (!asked.startsWith(ACCOUNT) && !FOR_CLUSTERS.contains(asked)) {
            String type = asked.equals("INFO") ? "account_info_response" : "system_response";
            answer(message.replyBytes(), type, JetStreamError.NOT_ENABLED_FOR_ACCOUNT.with());
        }
    }

    private void purge(String account, byte[] reply) {
        if (account.indexOf('/') >= 0 || account.indexOf('\\') >= 0) {
            answer(
                    reply,
                    "account_purge_response",
                    JetStreamError.STREAM_GENERAL_ERROR.with("account name can not contain path separators"));
            return;
        }
        JetStreamAccount known = server.find(account);
        server.log()
                .notice("Purge request for account " + account + " (streams: "
                        + (known == null ? 0 : known.streamCount()) + ", hasAccount: " + (known != null) + ")");
        Consumer<@Nullable RuntimeException> done = problem -> home.execute(() -> answer(
                reply,
                "account_purge_response",
                problem == null
                        ? null
                        : JetStreamError.STREAM_GENERAL_ERROR.with(String.valueOf(problem.getMessage()))));
        if (known == null) {
            server.deleteFiles(account, done);
        } else {
            known.lives().purge(done);
        }
    }

    private void answer(byte[] reply, String type, @Nullable ApiError error) {
        if (reply.length == 0) {
            return;
        }
        JsonWriter json = new JsonWriter().field("type", RESPONSE + type);
        if (error == null) {
            json.field("initiated", true);
        } else {
            error.writeTo(json.begin("error"));
            json.end();
        }
        server.clients().publisher().publish(system, reply, NONE, NONE, json.toBytes());
    }
}
