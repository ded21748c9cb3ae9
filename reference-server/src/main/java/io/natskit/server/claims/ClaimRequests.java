// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.claims;

import io.natskit.server.account.Account;
import io.natskit.server.auth.AccountBook;
import io.natskit.server.auth.AccountDirectory;
import io.natskit.server.local.LocalClients;
import io.natskit.server.local.LocalRequests;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ServerContext;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The requests about claims that this server answers: one for other claims, and with a directory of accounts those to look into it and to change it. Any thread. */
public final class ClaimRequests {
    static final String UPDATE = "$SYS.REQ.ACCOUNT.*.CLAIMS.UPDATE";
    static final String UPDATE_OLD = "$SYS.ACCOUNT.*.CLAIMS.UPDATE";

    private final Desk desk;
    private final @Nullable DirectoryUpkeep upkeep;

    private ClaimRequests(Desk desk, @Nullable DirectoryUpkeep upkeep) {
        this.desk = desk;
        this.upkeep = upkeep;
    }

    /** Begins to listen; null where there is no system account. */
    public static @Nullable ClaimRequests start(
            ServerContext context,
            LocalClients clients,
            LocalRequests requests,
            AccountBook accounts,
            Executor work,
            @Nullable AccountDirectory directory) {
        Account<Subscription> system = context.accounts().system();
        if (system == null) {
            return null;
        }
        Desk desk = new Desk(context, clients, requests, work, system);
        if (directory == null) {
            new KnownAccounts(desk, accounts).listen();
            return new ClaimRequests(desk, null);
        }
        new DirectoryRequests(desk, accounts, directory).listen();
        if (directory.isFull()) {
            new DirectoryQuestions(desk, directory).listen();
        }
        directory.asks(new OtherServers(desk, directory.isFull()));
        DirectoryUpkeep upkeep = new DirectoryUpkeep(desk, accounts, directory);
        upkeep.start();
        context.log()
                .notice("Managing " + (directory.isFull() ? "all" : "some") + " jwt in exclusive directory "
                        + directory.files().directory().toAbsolutePath());
        return new ClaimRequests(desk, upkeep);
    }

    /** Hears no more. */
    public void close() {
        desk.close();
        DirectoryUpkeep own = upkeep;
        if (own != null) {
            own.stop();
        }
    }
}
