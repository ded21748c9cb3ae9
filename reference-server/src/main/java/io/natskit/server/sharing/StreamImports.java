// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.account.Account;
import io.natskit.server.router.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The streams that one account imports: gives each of its subscriptions what it needs at the exporters. Any thread. */
final class StreamImports implements Account.Imports<Subscription> {
    private final int lanes;

    // guarded by lock
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Subscription, List<Placed>> shadows = new HashMap<>();
    private List<StreamImport> imports;

    /** A shadow, and where it stands. */
    private record Placed(Account<Subscription> at, Subscription subscription) {}

    StreamImports(List<StreamImport> imports, int lanes) {
        this.imports = List.copyOf(imports);
        this.lanes = lanes;
    }

    @Override
    public void inserted(Subscription target) {
        lock.lock();
        try {
            if (!shadows.containsKey(target)) {
                shadows.put(target, placed(target));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void removed(Subscription target) {
        lock.lock();
        try {
            List<Placed> placed = shadows.remove(target);
            if (placed != null) {
                takeAway(placed);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes up those that subscribed before anybody listened. Who ends meanwhile, without us having been told, is left out again. */
    void catchUp(Account<Subscription> importer) {
        importer.interest().forEach(one -> {
            if (isOfClients(one)) {
                inserted(one);
                if (one.isClosed()) {
                    removed(one);
                }
            }
        });
    }

    /** What stands there on behalf of other accounts imports nothing. */
    private static boolean isOfClients(Subscription one) {
        return !(one.outbox() instanceof Shadow
                || one.outbox() instanceof ServiceImport
                || one.outbox() instanceof Responses);
    }

    /** Other streams from now on, for the subscriptions that are there too. */
    void replace(List<StreamImport> others) {
        lock.lock();
        try {
            imports = List.copyOf(others);
            shadows.replaceAll((target, placed) -> {
                takeAway(placed);
                return placed(target);
            });
        } finally {
            lock.unlock();
        }
    }

    private List<Placed> placed(Subscription target) {
        String subject = new String(target.subject(), StandardCharsets.UTF_8);
        List<Placed> placed = new ArrayList<>(0);
        for (StreamImport one : imports) {
            String pattern = one.patternFor(subject);
            if (pattern != null) {
                placed.add(place(one, pattern, target));
            }
        }
        return placed;
    }

    private Placed place(StreamImport one, String pattern, Subscription target) {
        byte[] subject = pattern.getBytes(StandardCharsets.UTF_8);
        Subscription shadow =
                new Subscription(new Shadow(one, target), subject, target.queue(), target.sid(), false, lanes);
        one.exporter().countOwn(1);
        one.exporter().interest().insert(subject, target.queue(), shadow);
        return new Placed(one.exporter(), shadow);
    }

    private static void takeAway(List<Placed> placed) {
        for (Placed one : placed) {
            Subscription shadow = one.subscription;
            shadow.close();
            if (one.at.interest().remove(shadow.subject(), shadow.queue(), shadow)) {
                one.at.countOwn(-1);
            }
        }
    }
}
