// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.account.Account;
import io.natskit.server.router.Subscription;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How many clients of an account listen to a subject (SY-06). */
final class Subscribers {
    private Subscribers() {}

    /** Counts those of a literal subject, or of everything that a pattern holds, in one queue group if that is not null. Any thread. */
    static int count(Account<Subscription> account, String subject, @Nullable String queue) {
        byte[] asked = subject.getBytes(StandardCharsets.UTF_8);
        byte @Nullable [] group = queue == null ? null : queue.getBytes(StandardCharsets.UTF_8);
        boolean literal = Subjects.isLiteral(asked);
        int[] count = {0};
        account.interest().forEach(one -> {
            boolean listens =
                    literal ? Subjects.matches(one.subject(), asked) : Subjects.isSubsetOf(one.subject(), asked);
            boolean member = group == null || Arrays.equals(group, one.queue());
            if (listens && member && one.outbox().clientId() != 0) {
                count[0]++;
            }
        });
        return count[0];
    }
}
