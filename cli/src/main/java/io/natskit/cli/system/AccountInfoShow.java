// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.client.NoRespondersException;
import io.natskit.client.ServerInfo;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.wire.jetstream.AccountInfo;
import io.natskit.wire.jetstream.AccountLimits;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code natskit account info}. */
@Command(name = "info", aliases = "nfo", description = "Shows who one is, and what the account may keep.")
public final class AccountInfoShow extends ConnectedAction {
    /** For picocli. */
    public AccountInfoShow() {}

    @Override
    protected int run(Session session) {
        Answer me = new SystemRequests(session).one("$SYS.REQ.USER.INFO", new byte[0]);
        Optional<AccountInfo> jetStream = jetStream(session);
        if (json()) {
            JsonText.print(terminal(), JsonText.object(out -> {
                out.raw("user", me.bytes());
                jetStream.ifPresent(account -> out.raw("jetstream", account.toJson()));
            }));
            return 0;
        }
        ServerInfo server = session.connection().serverInfo();
        Facts facts = new Facts("Account Information")
                .add("User", Answer.text(me.data(), "user"))
                .add("Account", Answer.text(me.data(), "account"))
                .add("Client ID", server.clientId())
                .add("Client IP", server.clientIp())
                .add("RTT", Figures.duration(session.connection().rtt()))
                .add("Headers Supported", server.headers())
                .add("Maximum Payload", Figures.bytes(server.maxPayload()))
                .add("Connected Server ID", server.serverId())
                .add("Connected Server Version", server.version())
                .add("Connected Server Name", server.serverName());
        jetStream.ifPresentOrElse(
                account -> usage(facts.section("JetStream Account Information"), account),
                () -> facts.section("JetStream is not there for this account"));
        facts.print(terminal());
        return 0;
    }

    private static Optional<AccountInfo> jetStream(Session session) {
        try {
            return Optional.of(session.jetStream().account());
        } catch (JetStreamApiException | NoRespondersException e) {
            return Optional.empty();
        }
    }

    private static void usage(Facts facts, AccountInfo account) {
        AccountLimits limits = account.limits();
        facts.add("Memory", Figures.bytes(account.memory()) + " of " + Figures.byteLimit(limits.maxMemory()))
                .add("Storage", Figures.bytes(account.storage()) + " of " + Figures.byteLimit(limits.maxStorage()))
                .add("Streams", Figures.count(account.streams()) + " of " + Figures.limit(limits.maxStreams()))
                .add("Consumers", Figures.count(account.consumers()) + " of " + Figures.limit(limits.maxConsumers()));
    }
}
