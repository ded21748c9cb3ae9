// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.account.Account;
import io.natskit.server.router.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that one account imports: gives each of its subscriptions what it needs at the exporters. Any thread. */
final class StreamImports implements Account.Imports<Subscription> {
    private final List<StreamImport> imports;
    private final int lanes;
    private final Map<Subscription, List<Placed>> shadows = new ConcurrentHashMap<>();

    /** A shadow, and where it stands. */
    private record Placed(Account<Subscription> at, Subscription subscription) {}

    StreamImports(List<StreamImport> imports, int lanes) {
        this.imports = List.copyOf(imports);
        this.lanes = lanes;
    }

    @Override
    public void inserted(Subscription target) {
        String subject = new String(target.subject(), StandardCharsets.UTF_8);
        List<Placed> placed = new ArrayList<>();
        for (StreamImport one : imports) {
            String pattern = one.patternFor(subject);
            if (pattern != null) {
                placed.add(place(one, pattern, target));
            }
        }
        if (!placed.isEmpty()) {
            shadows.put(target, placed);
        }
    }

    private Placed place(StreamImport one, String pattern, Subscription target) {
        byte[] subject = pattern.getBytes(StandardCharsets.UTF_8);
        Subscription shadow =
                new Subscription(new Shadow(one, target), subject, target.queue(), target.sid(), false, lanes);
        one.exporter().countOwn(1);
        one.exporter().interest().insert(subject, target.queue(), shadow);
        return new Placed(one.exporter(), shadow);
    }

    @Override
    public void removed(Subscription target) {
        List<Placed> placed = shadows.remove(target);
        if (placed == null) {
            return;
        }
        for (Placed one : placed) {
            Subscription shadow = one.subscription;
            shadow.close();
            if (one.at.interest().remove(shadow.subject(), shadow.queue(), shadow)) {
                one.at.countOwn(-1);
            }
        }
    }
}
