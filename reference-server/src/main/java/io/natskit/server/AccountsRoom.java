// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.account.Accounts;
import io.natskit.server.auth.AccountBook;
import io.natskit.server.auth.AccountDirectory;
import io.natskit.server.auth.AccountResolver;
import io.natskit.server.auth.Authenticator;
import io.natskit.server.auth.CalloutService;
import io.natskit.server.auth.MemoryResolver;
import io.natskit.server.auth.TrustedOperators;
import io.natskit.server.claims.ClaimRequests;
import io.natskit.server.config.OperatorOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.local.LocalClients;
import io.natskit.server.local.LocalRequests;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ServerContext;
import io.natskit.server.sharing.Sharing;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a server and who may log in to them, whoever says so: the configuration, claims (in operator mode) or a service that is asked.
 * Built in three steps: what needs no port, what needs the server around it ({@link #connect}), and what needs JetStream as well ({@link #start}).
 */
final class AccountsRoom implements AutoCloseable {
    private final Workers workers;
    private final LogSink log;
    private final Accounts<Subscription> accounts;
    private final ClaimedAccounts claimed = new ClaimedAccounts();
    private final Tenants tenants;
    private final @Nullable AccountResolver resolver;
    private final @Nullable AccountBook book;
    private final @Nullable CalloutService services;
    private final Function<ServerOptions, Authenticator> authenticators;
    private @Nullable LocalRequests questions;
    private @Nullable ClaimRequests claimRequests;

    /** Those of these options. Throws {@link IOException} naming what cannot be used. */
    AccountsRoom(ServerOptions options, Workers workers, LogSink log, InstantSource clock) throws IOException {
        this.workers = workers;
        this.log = log;
        this.accounts = new Accounts<>(options);
        this.tenants = new Tenants(accounts, claimed);
        AccountResolver found = options.operator().isOn() ? Resolvers.of(options.operator(), clock) : null;
        AccountBook claims =
                found == null ? null : new AccountBook(new TrustedOperators(options.operator()), found, tenants, clock);
        claimed.bind(claims);
        Executor signatures = workers.lookups();
        CalloutService asked = Callouts.of(options, signatures, clock);
        this.resolver = found;
        this.book = claims;
        this.services = asked;
        this.authenticators = by -> new Authenticator(by, workers.passwords(), signatures, claims, asked, clock);
    }

    Accounts<Subscription> accounts() {
        return accounts;
    }

    /** What became of claims, for whoever shows it. */
    ClaimedAccounts claimed() {
        return claimed;
    }

    /** Who is told of the accounts that claims make. */
    Tenants tenants() {
        return tenants;
    }

    /** Judges who logs in, by whichever options a door goes by. */
    Function<ServerOptions, Authenticator> authenticators() {
        return authenticators;
    }

    /** What the server goes by. */
    String serverId() {
        return Callouts.id(services);
    }

    /** Gives them the server that they are of. Before anybody can connect. */
    void connect(ServerContext context, LocalClients clients) {
        LocalRequests asking = new LocalRequests(clients, context.loops().get(0));
        questions = asking;
        tenants.bind(context);
        if (services != null) {
            Callouts.connect(services, context, asking);
        }
    }

    /** What they share from the start; null where nobody imports anything, and nobody will. */
    @Nullable
    Sharing share(ServerContext context) {
        ServerOptions options = context.options();
        boolean imports =
                options.accounts().stream().anyMatch(one -> !one.imports().isEmpty());
        if (!imports && book == null) {
            return null;
        }
        Sharing sharing = newSharing(context);
        tenants.bind(sharing);
        sharing.share(options.accounts());
        return sharing;
    }

    Sharing newSharing(ServerContext context) {
        Sharing sharing = new Sharing(
                accounts,
                context.loops(),
                context.wallClock(),
                context.info().facts().name());
        claimed.bind(sharing);
        return sharing;
    }

    /** Looks at the claims that are wanted from the start, and listens to those who bring others. Throws {@link IOException} if there is none of the system account. */
    void start(ServerContext context, LocalClients clients) throws IOException {
        AccountBook claims = book;
        LocalRequests asking = questions;
        if (claims == null || asking == null) {
            return;
        }
        OperatorOptions operator = context.options().operator();
        Preloads.check(operator, context.wallClock().instant(), log);
        String name = context.options().systemAccount();
        if (name == null || context.options().noSystemAccount()) {
            return;
        }
        try {
            claims.lookup(name);
        } catch (IOException e) {
            throw new IOException("error resolving system account: " + e.getMessage(), e);
        }
        claimRequests = ClaimRequests.start(
                context,
                clients,
                asking,
                claims,
                workers.lookups(),
                resolver instanceof AccountDirectory directory ? directory : null);
    }

    /** A resolver that only remembers what the configuration says has to be asked anew; the others know better themselves. */
    void reload(OperatorOptions now, ServerContext context) {
        if (book != null && now.resolver() instanceof OperatorOptions.Resolver.Memory) {
            Preloads.check(now, context.wallClock().instant(), log);
            for (String account : book.reload(new MemoryResolver(now.preload()))) {
                log.log(LogSink.Level.INFO, "Reloaded: deleting account [removed]: \"" + account + "\"");
            }
        }
    }

    /** Looks nothing up any more, and asks nobody. */
    @Override
    public void close() {
        workers.endLookups();
        if (claimRequests != null) {
            claimRequests.close();
        }
        if (questions != null) {
            questions.close();
        }
    }
}
