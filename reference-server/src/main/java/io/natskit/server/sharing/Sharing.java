// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.account.Account;
import io.natskit.server.account.Accounts;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.ExportOptions;
import io.natskit.server.config.ImportOptions;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.SubjectTransform;
import io.natskit.server.transport.EventLoops;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the accounts of one server share, put to work. Made before anybody connects; any loop. */
public final class Sharing {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Accounts<Subscription> accounts;
    private final EventLoops loops;
    private final Republisher[] republishers;
    private final Map<Account<Subscription>, Responses> responses = new ConcurrentHashMap<>();
    private long lastSid;

    /** Of these accounts; {@link #share} puts in what they import. */
    public Sharing(Accounts<Subscription> accounts, EventLoops loops) {
        this.accounts = accounts;
        this.loops = loops;
        this.republishers = new Republisher[loops.count()];
        for (int i = 0; i < republishers.length; i++) {
            republishers[i] = new Republisher(i);
        }
    }

    /** Gives each account what it imports; the options were validated. */
    public void share(List<AccountOptions> all) {
        for (AccountOptions account : all) {
            List<StreamImport> streams = new ArrayList<>();
            for (ImportOptions one : account.imports()) {
                Account<Subscription> exporter = account(one.account());
                if (one.isService()) {
                    service(account(account.name()), exporter, one, export(all, one));
                } else {
                    streams.add(new StreamImport(exporter, one.subject(), one.to()));
                }
            }
            if (!streams.isEmpty()) {
                account(account.name()).imports(new StreamImports(streams, lanes()));
            }
        }
    }

    private Account<Subscription> account(String name) {
        Account<Subscription> account = accounts.find(name);
        if (account == null) {
            throw new IllegalStateException("account: " + name + " (expected: one of the configuration)");
        }
        return account;
    }

    private static @Nullable ExportOptions export(List<AccountOptions> all, ImportOptions one) {
        ExportOptions wider = null;
        for (AccountOptions account : all) {
            for (ExportOptions export :
                    account.name().equals(one.account()) ? account.exports() : List.<ExportOptions>of()) {
                if (export.isService() && export.subject().equals(one.subject())) {
                    return export;
                }
                if (export.isService() && wider == null && Subjects.isSubsetOf(one.subject(), export.subject())) {
                    wider = export;
                }
            }
        }
        return wider;
    }

    private void service(
            Account<Subscription> importer,
            Account<Subscription> exporter,
            ImportOptions one,
            @Nullable ExportOptions export) {
        Duration threshold =
                export == null || export.responseThreshold().isZero() ? PATIENCE : export.responseThreshold();
        ServiceImport outbox = new ServiceImport(
                this,
                importer,
                exporter,
                one.to(),
                one.subject(),
                one.share(),
                export == null ? ExportOptions.ResponseType.SINGLETON : export.responseType(),
                threshold.toNanos());
        byte[] subject = SubjectTransform.patternOf(one.to()).getBytes(StandardCharsets.UTF_8);
        byte[] sid = Long.toString(++lastSid).getBytes(StandardCharsets.US_ASCII);
        importer.countOwn(1);
        importer.interest().insert(subject, null, new Subscription(outbox, subject, null, sid, false, lanes()));
    }

    int lanes() {
        return loops.count();
    }

    long now(int lane) {
        return loops.get(lane).now();
    }

    /** The way to publish again from that loop, which must be the calling one; null if that is done too often for one message. */
    @Nullable
    Republisher republisher(int lane) {
        return republishers[lane].free();
    }

    /** The answers that an account owes. */
    Responses responses(Account<Subscription> account) {
        return responses.computeIfAbsent(account, key -> new Responses(key, this, loops.get(0)));
    }
}
