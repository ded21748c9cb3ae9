// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.auth.Permissions;
import io.natskit.server.auth.Violations;
import io.natskit.server.router.Outbox;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.SubjectTokens;
import io.natskit.wire.subject.Subjects;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one client has subscribed to, and the rules for it. Confined to the connection's loop, but for {@link #expired}. */
final class Subscriptions {
    private final ClientSession session;
    private final Sids sids = new Sids();
    private final int maxTokens;
    private final @Nullable Hooks hooks;

    Subscriptions(ClientSession session, ServerContext context) {
        this.session = session;
        this.maxTokens = context.options().limits().maxSubscriptionTokens();
        this.hooks = context.hooks();
    }

    int size() {
        return sids.size();
    }

    /** What is to be told of the first of them. */
    List<SubscriptionInfo> first(int most) {
        return sids.all().stream().limit(most).map(SubscriptionInfo::of).toList();
    }

    /** Adds a subscription; false if it was refused, and the client told so. A sid that is in use keeps what it has. */
    boolean add(Outbox target, byte[] pattern, byte @Nullable [] group, byte[] sid, int max) {
        if (!isAllowed(pattern, group, sid, max)) {
            return false;
        }
        Subscription before = sids.find(sid, 0, sid.length);
        if (before != null && !before.isClosed()) {
            return true;
        }
        if (!Subjects.isValid(pattern) || holdsControl(pattern) || (group != null && holdsControl(group))) {
            session.lines().error("Invalid Subject");
            return false;
        }
        Subscription fresh = new Subscription(
                target,
                pattern,
                group,
                sid,
                session.permissions().filtersDelivery(pattern, group),
                session.context().loops().count());
        sids.put(fresh);
        session.account().subscribe(pattern, group, fresh);
        if (hooks != null) {
            hooks.subscribed(session, pattern, group, sid);
        }
        return true;
    }

    private boolean isAllowed(byte[] pattern, byte @Nullable [] group, byte[] sid, int max) {
        Permissions permissions = session.permissions();
        if (!permissions.maySubscribe(pattern, group)) {
            session.lines().error(Violations.subscription(pattern, group));
            session.log()
                    .error("Subscription Violation - Subject " + Violations.quoted(pattern, 0, pattern.length)
                            + (group == null ? "" : ", Queue: " + Violations.quoted(group, 0, group.length))
                            + ", SID " + Lines.text(sid));
            return false;
        }
        if (maxTokens > 0 && SubjectTokens.count(pattern, 0, pattern.length) > maxTokens) {
            session.lines().error(Violations.tooManyTokens(pattern));
            session.log()
                    .error("Subscription Violation Too Many Tokens - Subject "
                            + Violations.quoted(pattern, 0, pattern.length) + ", SID " + Lines.text(sid));
            return false;
        }
        if (max >= 0 && sids.size() >= max) {
            session.log().error("maximum subscriptions exceeded");
            session.lines().error("maximum subscriptions exceeded");
            return false;
        }
        return true;
    }

    private static boolean holdsControl(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0 || b == '\r' || b == '\n') {
                return true;
            }
        }
        return false;
    }

    /** Ends a subscription, at once or after {@code max} messages counted from its beginning. An unknown sid is no error. */
    void end(byte[] bytes, int sid, int sidLength, int max) {
        Subscription known = sids.find(bytes, sid, sidLength);
        if (known != null && (max <= 0 || !known.endAfter(max))) {
            sids.remove(known);
            remove(known);
        }
    }

    /** A subscription has had its last message. Called by any loop. */
    void expired(Subscription subscription) {
        remove(subscription);
        if (session.loop().isCurrent()) {
            sids.remove(subscription);
        } else {
            session.execute(() -> sids.remove(subscription));
        }
    }

    /** What the client may has changed: ends what it may not have any more, as nats-server says it. */
    void permissionsChanged() {
        for (Subscription one : List.copyOf(sids.all())) {
            if (!session.permissions().maySubscribe(one.subject(), one.queue())) {
                String what = Violations.quoted(one.subject(), 0, one.subject().length)
                        + queueOf(one.queue()) + " (sid "
                        + Violations.quoted(one.sid(), 0, one.sid().length) + ")";
                session.lines().error("Permissions Violation for Subscription to " + what);
                session.log().notice("Removed sub " + what + " - not authorized");
                sids.remove(one);
                remove(one);
                continue;
            }
            boolean filtered = session.permissions().filtersDelivery(one.subject(), one.queue());
            if (filtered != one.isFiltered()) {
                session.account().unsubscribe(one.subject(), one.queue(), one);
                one.filtered(filtered);
                session.account().subscribe(one.subject(), one.queue(), one);
            }
        }
    }

    private static String queueOf(byte @Nullable [] queue) {
        return queue == null ? "" : " using queue " + Violations.quoted(queue, 0, queue.length);
    }

    /** Ends all. */
    void endAll() {
        for (Subscription one : sids.all()) {
            remove(one);
        }
        sids.clear();
    }

    private void remove(Subscription subscription) {
        subscription.close();
        boolean removed = session.account().unsubscribe(subscription.subject(), subscription.queue(), subscription);
        if (removed) {
            session.trace().removed(subscription);
        }
        if (removed && hooks != null) {
            hooks.unsubscribed(session, subscription.subject(), subscription.queue(), subscription.sid());
        }
    }
}
