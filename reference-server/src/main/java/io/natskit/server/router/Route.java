// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.router;

import io.natskit.server.subject.Interest;
import io.natskit.server.subject.Matches;
import java.util.Arrays;

/** Who gets the messages of one subject, for one generation of the interest. Immutable. */
public final class Route {
    private static final Subscription[] NONE = {};
    private static final Subscription[][] NO_GROUPS = {};

    private final byte[] subject;
    private final int hash;
    private final Interest<Subscription> interest;
    private final long generation;
    final Subscription[] plain;
    final Subscription[][] groups;

    Route(byte[] subject, int hash, Interest<Subscription> interest, long generation, Matches<Subscription> matches) {
        this.subject = subject;
        this.hash = hash;
        this.interest = interest;
        this.generation = generation;
        this.plain = plainOf(matches, subject);
        this.groups = groupsOf(matches, subject);
    }

    /** Whether it still tells the truth for this interest. */
    boolean isValid(Interest<Subscription> of) {
        return interest == of && generation == of.generation();
    }

    /** Whether it belongs to that interest, valid still or not. */
    boolean isOf(Interest<Subscription> one) {
        return interest == one;
    }

    /** How many take a message: subscriptions, and one of each group. */
    int size() {
        return plain.length + groups.length;
    }

    boolean isFor(byte[] bytes, int offset, int length, int subjectHash) {
        return hash == subjectHash
                && subject.length == length
                && Arrays.equals(subject, 0, length, bytes, offset, offset + length);
    }

    private static Subscription[] plainOf(Matches<Subscription> matches, byte[] subject) {
        int count = matches.plainCount();
        if (count == 0) {
            return NONE;
        }
        Subscription[] all = new Subscription[count];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            Subscription one = matches.plain(i);
            if (isAdmitted(one, subject)) {
                all[kept++] = one;
            }
        }
        return kept == count ? all : Arrays.copyOf(all, kept);
    }

    private static Subscription[][] groupsOf(Matches<Subscription> matches, byte[] subject) {
        int count = matches.groupCount();
        if (count == 0) {
            return NO_GROUPS;
        }
        Subscription[][] all = new Subscription[count][];
        for (int g = 0; g < count; g++) {
            Subscription[] members = new Subscription[matches.memberCount(g)];
            int kept = 0;
            for (int i = 0; i < members.length; i++) {
                Subscription one = matches.member(g, i);
                if (isAdmitted(one, subject)) {
                    members[kept++] = one;
                }
            }
            all[g] = kept == members.length ? members : Arrays.copyOf(members, kept);
        }
        return all;
    }

    private static boolean isAdmitted(Subscription one, byte[] subject) {
        return !one.isFiltered() || one.outbox().admits(subject, 0, subject.length, one);
    }
}
