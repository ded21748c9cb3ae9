// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.account;

import io.natskit.server.subject.Interest;
import io.natskit.wire.jwt.TraceRule;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One tenant: a name, the interest of its connections, and its limits. Nothing published in one account reaches another. Any thread.
 *
 * @param <S> a subscription
 */
public final class Account<S> {
    private final String name;
    private final boolean system;
    private volatile String nameTag = "";
    private volatile AccountLimits limits;
    private final Interest<S> interest = new Interest<>();
    private volatile @Nullable Imports<S> imports;
    private volatile @Nullable SubjectMappings mappings;
    private volatile @Nullable TraceRule trace;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger ownSubscriptions = new AtomicInteger();
    private final AccountTotals totals = new AccountTotals();
    private volatile @Nullable SubjectPrefixes prefixes;

    Account(String name, boolean system, AccountLimits limits) {
        this.name = name;
        this.system = system;
        this.limits = limits;
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** What it is called: by its claims, or else by its name. */
    public String nameTag() {
        String tag = nameTag;
        return tag.isEmpty() ? name : tag;
    }

    /** What its claims call it from now on; empty for nothing. */
    public void nameTag(String tag) {
        nameTag = tag;
    }

    /** Whether this is the system account. */
    public boolean isSystem() {
        return system;
    }

    /** What it may have. */
    public AccountLimits limits() {
        return limits;
    }

    /** What it may have from now on; what it has already is for the caller to look after. */
    public void limits(AccountLimits changed) {
        limits = changed;
    }

    /** Who waits for what. */
    public Interest<S> interest() {
        return interest;
    }

    /**
     * What an account imports, and so must know of its subscriptions. Called on whatever thread subscribes.
     *
     * @param <S> a subscription
     */
    public interface Imports<S> {
        /** One more subscription. */
        void inserted(S subscription);

        /** One less. */
        void removed(S subscription);
    }

    /** What it imports, told of who subscribes from now on; who has is for the caller to find. */
    public void imports(Imports<S> streams) {
        imports = streams;
    }

    /** Puts in a subscription, to what the account imports too. */
    public void subscribe(byte[] subject, byte @Nullable [] queue, S subscription) {
        interest.insert(subject, queue, subscription);
        Imports<S> streams = imports;
        if (streams != null) {
            streams.inserted(subscription);
        }
    }

    /** Takes out a subscription; false if it was not there. */
    public boolean unsubscribe(byte[] subject, byte @Nullable [] queue, S subscription) {
        Imports<S> streams = imports;
        if (streams != null) {
            streams.removed(subscription);
        }
        return interest.remove(subject, queue, subscription);
    }

    /** Which subjects mean others; null for none. */
    public @Nullable SubjectPrefixes prefixes() {
        return prefixes;
    }

    /** Has subjects mean others, for all that is published from now on. */
    public void prefixes(SubjectPrefixes meant) {
        prefixes = meant;
    }

    /** Subjects that are published under others, or null for none. */
    public @Nullable SubjectMappings mappings() {
        return mappings;
    }

    /** Publishes subjects under others from now on. */
    public void mappings(@Nullable SubjectMappings changed) {
        mappings = changed;
    }

    /** Where messages are traced to whose headers ask another system for it, or null for nowhere. */
    public @Nullable TraceRule trace() {
        return trace;
    }

    /** Traces such messages from now on, or none for null. */
    public void trace(@Nullable TraceRule rule) {
        trace = rule == null || rule.destination().isEmpty() ? null : rule;
    }

    /** How many subscriptions its clients have; those of the server itself are not counted. */
    public int subscriptionCount() {
        return interest.size() - ownSubscriptions.get();
    }

    /** Counts subscriptions of the server itself, which {@link #subscriptionCount} leaves out: before they are inserted, after they are removed. */
    public void countOwn(int change) {
        ownSubscriptions.addAndGet(change);
    }

    /** What connections that left had counted here. */
    public AccountTotals totals() {
        return totals;
    }

    /** How many client connections there are. */
    public int connectionCount() {
        return connections.get();
    }

    /** Counts a connection in, unless the account has as many as it may; {@link #disconnected} counts it out. */
    public boolean tryConnect() {
        int max = limits.maxConnections();
        while (true) {
            int now = connections.get();
            if (max >= 0 && now >= max) {
                return false;
            }
            if (connections.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    /** Counts a connection out that was counted in. */
    public void disconnected() {
        int left = connections.decrementAndGet();
        if (left < 0) {
            throw new AssertionError("account " + name + ": connections: " + left + " (expected: >= 0)");
        }
    }

    /** How many subscriptions one connection may have, where the server's own limit is {@code serverMax} (0 for none); −1 for no limit. */
    public int maxSubscriptionsPerConnection(int serverMax) {
        return smaller(limits.maxSubscriptions(), serverMax == 0 ? -1 : serverMax);
    }

    /** How large a message may be, where the server's own limit is {@code serverMax}. */
    public int maxPayloadBytes(int serverMax) {
        return smaller(limits.maxPayloadBytes(), serverMax);
    }

    @Override
    public String toString() {
        return "Account[" + name + ", connections=" + connectionCount() + ", subscriptions=" + subscriptionCount()
                + "]";
    }

    private static int smaller(int limit, int other) {
        if (limit < 0 || other < 0) {
            return Math.max(limit, other);
        }
        return Math.min(limit, other);
    }
}
