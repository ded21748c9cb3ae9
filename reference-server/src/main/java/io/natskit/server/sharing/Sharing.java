// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.account.Account;
import io.natskit.server.account.Accounts;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.ExportOptions;
import io.natskit.server.config.ImportOptions;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.InvalidTransformException;
import io.natskit.server.subject.SubjectTransform;
import io.natskit.server.transport.EventLoops;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the accounts of one server share, put to work. Any thread. */
public final class Sharing {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Accounts<Subscription> accounts;
    private final EventLoops loops;
    private final Republisher[] republishers;
    private final LatencyReports latencies;
    private final String serverName;
    private final Map<Account<Subscription>, Responses> responses = new ConcurrentHashMap<>();

    // guarded by lock
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, StreamImports> streams = new HashMap<>();
    private final Map<String, List<Placed>> services = new HashMap<>();
    private final Map<String, List<String>> applied = new HashMap<>();
    private long lastSid;

    /** A service's subscription, and where it stands. */
    private record Placed(Account<Subscription> at, Subscription subscription) {}

    /** Of these accounts of a server; {@link #share} puts in what they import. */
    public Sharing(Accounts<Subscription> accounts, EventLoops loops, InstantSource clock, String serverName) {
        this.accounts = accounts;
        this.loops = loops;
        this.latencies = new LatencyReports(this, clock, serverName);
        this.serverName = serverName;
        this.republishers = new Republisher[loops.count()];
        for (int i = 0; i < republishers.length; i++) {
            republishers[i] = new Republisher(i);
        }
    }

    /**
     * Gives each account what it imports, in place of what it imported before; who has subscribed gets it too. What was checked already is not
     * checked again. Throws {@link InvalidTransformException} if subjects do not fit together.
     */
    public void share(List<AccountOptions> all) {
        lock.lock();
        try {
            for (AccountOptions account : all) {
                List<String> wanted = description(all, account);
                if (!wanted.equals(applied.getOrDefault(account.name(), List.of()))) {
                    apply(all, account);
                    applied.put(account.name(), wanted);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps an account's subscriptions in mind from now on, so that it may import streams later; before it has any. */
    public void expect(Account<Subscription> account) {
        lock.lock();
        try {
            if (!streams.containsKey(account.name())) {
                StreamImports none = new StreamImports(List.of(), lanes());
                streams.put(account.name(), none);
                account.imports(none);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What an account imports, in words: the same words mean the same. */
    private static List<String> description(List<AccountOptions> all, AccountOptions account) {
        List<String> words = new ArrayList<>();
        for (ImportOptions one : account.imports()) {
            ExportOptions export = one.isService() ? export(all, one) : null;
            words.add(one + " " + one.share() + " " + one.allowTrace()
                    + (export == null
                            ? ""
                            : " " + export.responseType() + " " + export.responseThreshold() + " " + export.latency()
                                    + " " + export.allowTrace()));
        }
        return words;
    }

    private void apply(List<AccountOptions> all, AccountOptions account) {
        Account<Subscription> importer = account(account.name());
        List<StreamImport> imported = new ArrayList<>();
        for (Placed old : services.getOrDefault(account.name(), List.of())) {
            old.subscription.close();
            if (old.at.interest().remove(old.subscription.subject(), null, old.subscription)) {
                old.at.countOwn(-1);
            }
        }
        List<Placed> placed = new ArrayList<>();
        services.put(account.name(), placed);
        for (ImportOptions one : account.imports()) {
            Account<Subscription> exporter = account(one.account());
            if (one.isService()) {
                placed.add(service(importer, exporter, one, export(all, one)));
            } else {
                imported.add(new StreamImport(exporter, importer.name(), one));
            }
        }
        StreamImports known = streams.get(account.name());
        if (known != null) {
            known.replace(imported);
        } else if (!imported.isEmpty()) {
            StreamImports fresh = new StreamImports(imported, lanes());
            streams.put(account.name(), fresh);
            importer.imports(fresh);
            fresh.catchUp(importer);
        }
    }

    private Account<Subscription> account(String name) {
        Account<Subscription> account = accounts.find(name);
        if (account == null) {
            throw new IllegalStateException("account: " + name + " (expected: one that is known)");
        }
        return account;
    }

    private static @Nullable ExportOptions export(List<AccountOptions> all, ImportOptions one) {
        ExportOptions wider = null;
        for (AccountOptions account : all) {
            if (!account.name().equals(one.account())) {
                continue;
            }
            for (ExportOptions export : account.exports()) {
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

    private Placed service(
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
                threshold.toNanos(),
                export == null ? null : export.latency(),
                export != null && export.allowTrace());
        byte[] subject = SubjectTransform.patternOf(one.to()).getBytes(StandardCharsets.UTF_8);
        byte[] sid = Long.toString(++lastSid).getBytes(StandardCharsets.US_ASCII);
        Subscription subscription = new Subscription(outbox, subject, null, sid, false, lanes());
        importer.countOwn(1);
        importer.interest().insert(subject, null, subscription);
        return new Placed(importer, subscription);
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

    /** What tells accounts how long their services took. */
    LatencyReports latencies() {
        return latencies;
    }

    String serverName() {
        return serverName;
    }

    /** The answers that an account owes now, to be shown. */
    public List<OwedAnswer> owed(Account<Subscription> account) {
        Responses known = responses.get(account);
        return known == null ? List.of() : known.owed();
    }

    /** The answers that an account owes. */
    Responses responses(Account<Subscription> account) {
        return responses.computeIfAbsent(account, key -> new Responses(key, this, loops.get(0)));
    }
}
