// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.router;

import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.subject.Interest;
import io.natskit.server.subject.Matches;
import io.natskit.server.tracing.MessageTrace;
import io.natskit.server.tracing.Undelivered;
import org.jspecify.annotations.Nullable;

/**
 * One loop's way through the router: a direct-mapped cache of routes in front of the interest, and the scratch space of a publish.
 * Confined to its loop.
 */
public final class RouterLane {
    private static final int SLOTS = 1024;

    private final int lane;
    private final Publication publication;
    private final Matches<Subscription> matches = new Matches<>();
    private final @Nullable Route[] routes = new Route[SLOTS];
    private final int[] missed = new int[SLOTS];
    private @Nullable Route last;
    private int random;

    // written by the loop, read by monitoring
    private long lookups;
    private long hits;

    /** The lane of the loop with that index. */
    public RouterLane(int lane) {
        this.lane = lane;
        this.publication = new Publication(lane);
        this.random = (int) System.nanoTime() * 31 + lane * 0x9E3779B9 | 1;
    }

    /** The route that the last publish took, to be offered again with the next message on the same subject; null if it was not kept. */
    public @Nullable Route lastRoute() {
        return last;
    }

    /**
     * Sends a message to whoever is interested and answers how many got it. {@code known} is the route of an earlier message on the same
     * subject; it is used if it still holds.
     */
    public int publish(
            Interest<Subscription> interest, PublishFrame frame, @Nullable Outbox origin, @Nullable Route known) {
        Publication message = publication.begin(frame, origin);
        if (known != null && known.isValid(interest)) {
            last = known;
            return deliver(message, known);
        }
        lookups++;
        int hash = hash(frame.bytes, frame.subject, frame.subjectLength);
        int slot = hash & SLOTS - 1;
        Route cached = routes[slot];
        if (cached != null
                && cached.isFor(frame.bytes, frame.subject, frame.subjectLength, hash)
                && cached.isValid(interest)) {
            hits++;
            last = cached;
            return deliver(message, cached);
        }
        long generation = interest.generation();
        interest.match(frame.bytes, frame.subject, frame.subjectLength, matches);
        if (missed[slot] != hash) {
            // A subject that comes once (an inbox) is not worth an entry: remembered by its hash, kept the second time.
            missed[slot] = hash;
            last = null;
            int count = deliver(message, matches);
            matches.clear();
            return count;
        }
        byte[] subject = new byte[frame.subjectLength];
        System.arraycopy(frame.bytes, frame.subject, subject, 0, subject.length);
        Route fresh = new Route(subject, hash, interest, generation, matches);
        matches.clear();
        routes[slot] = fresh;
        last = fresh;
        return deliver(message, fresh);
    }

    /** As {@link #publish}, for a message whose way is traced; slow, and rare. */
    public int publishTraced(
            Interest<Subscription> interest, PublishFrame frame, @Nullable Outbox origin, MessageTrace trace) {
        Publication message = publication.begin(frame, origin);
        last = null;
        interest.match(frame.bytes, frame.subject, frame.subjectLength, matches);
        int count = 0;
        message.goesTo(matches.plainCount() + matches.groupCount());
        for (int i = 0, n = matches.plainCount(); i < n; i++) {
            count += offerTraced(message, matches.plain(i), trace);
        }
        for (int g = 0, n = matches.groupCount(); g < n; g++) {
            int members = matches.memberCount(g);
            int start = members > 1 ? next(members) : 0;
            int taken = 0;
            for (int i = 0; i < members && taken == 0; i++) {
                taken = offerTraced(message, matches.member(g, (start + i) % members), trace);
            }
            count += taken;
        }
        matches.clear();
        return count;
    }

    /** Offers a message that is traced to one subscription; 1 if it took it. On the loop of the message's lane. */
    public static int offerTraced(Publication message, Subscription one, MessageTrace trace) {
        if (!isAdmitted(one, message.frame())) {
            one.outbox().undelivered(one, trace, Undelivered.DENIED);
            return 0;
        }
        if (one.isClosed()) {
            one.outbox().undelivered(one, trace, Undelivered.SUBSCRIPTION_CLOSED);
            return 0;
        }
        return one.outbox().offerTraced(message, one, trace) ? 1 : 0;
    }

    /** How the cache fares, with its routes of that interest, or of any for null. Any thread; may lag. */
    public LaneStats stats(@Nullable Interest<Subscription> of) {
        int count = 0;
        long targets = 0;
        int most = 0;
        for (Route one : routes) {
            if (one != null && (of == null || one.isOf(of))) {
                count++;
                targets += one.size();
                most = Math.max(most, one.size());
            }
        }
        return new LaneStats(lookups, hits, count, targets, most);
    }

    private int deliver(Publication message, Route route) {
        int count = 0;
        message.goesTo(route.size());
        for (Subscription one : route.plain) {
            count += deliver(message, one);
        }
        for (Subscription[] group : route.groups) {
            count += pick(message, group);
        }
        return count;
    }

    private int deliver(Publication message, Matches<Subscription> found) {
        PublishFrame frame = message.frame();
        int count = 0;
        message.goesTo(found.plainCount() + found.groupCount());
        for (int i = 0, n = found.plainCount(); i < n; i++) {
            Subscription one = found.plain(i);
            if (isAdmitted(one, frame)) {
                count += deliver(message, one);
            }
        }
        for (int g = 0, n = found.groupCount(); g < n; g++) {
            int members = found.memberCount(g);
            int start = members > 1 ? next(members) : 0;
            for (int i = 0; i < members; i++) {
                Subscription one = found.member(g, start + i < members ? start + i : start + i - members);
                if (isAdmitted(one, frame) && deliver(message, one) > 0) {
                    count++;
                    break;
                }
            }
        }
        return count;
    }

    /** Gives a message to one member, beginning anywhere; who cannot take it is passed over. */
    private int pick(Publication message, Subscription[] group) {
        int members = group.length;
        int start = members > 1 ? next(members) : 0;
        for (int i = 0; i < members; i++) {
            if (deliver(message, group[start + i < members ? start + i : start + i - members]) > 0) {
                return 1;
            }
        }
        return 0;
    }

    /** Gives a message to one subscription; 1 if it took it. On the loop of the message's lane. */
    public static int deliver(Publication message, Subscription one) {
        if (one.isClosed()) {
            return 0;
        }
        Allowance remaining = one.remaining();
        if (remaining != null) {
            return deliverLimited(message, one, remaining);
        }
        if (!one.outbox().offer(message, one)) {
            return 0;
        }
        one.count(message.lane());
        return 1;
    }

    private static int deliverLimited(Publication message, Subscription one, Allowance remaining) {
        if (!remaining.tryReserve()) {
            return 0;
        }
        if (!one.outbox().offer(message, one)) {
            remaining.giveBack();
            return 0;
        }
        one.count(message.lane());
        if (remaining.settle()) {
            one.close();
            one.outbox().expired(one);
        }
        return 1;
    }

    private static boolean isAdmitted(Subscription one, PublishFrame frame) {
        return !one.isFiltered() || one.outbox().admits(frame.bytes, frame.subject, frame.subjectLength, one);
    }

    /** A random number below {@code bound}. */
    private int next(int bound) {
        int x = random;
        x ^= x << 13;
        x ^= x >>> 17;
        x ^= x << 5;
        random = x;
        return (int) ((x & 0xffffffffL) * bound >>> 32);
    }

    private static int hash(byte[] b, int offset, int length) {
        int h = length;
        for (int i = offset, end = offset + length; i < end; i++) {
            h = h * 31 + b[i];
        }
        return h ^ h >>> 16;
    }
}
