// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What permissions say about one subject, and by which rule.
 *
 * @param allowed whether it is allowed, permits for replies aside
 * @param cause what decides
 * @param rule the entry of the list that decides; null where the lack of one does
 * @param withheld entries of the deny list by which messages are held back from a subscription that is allowed
 */
public record Ruling(boolean allowed, Cause cause, @Nullable String rule, List<String> withheld) {
    /** What decides. */
    public enum Cause {
        /** No list restricts it. */
        UNRESTRICTED,
        /** An entry of the allow list covers it, and none of the deny list. */
        ALLOWED,
        /** No entry of the allow list covers it. */
        NOT_ALLOWED,
        /** An entry of the deny list covers it. */
        DENIED,
        /** It is no subject that any entry could cover, or a queue group that belongs to the server. */
        INVALID
    }

    /** Copies the list. */
    public Ruling {
        withheld = List.copyOf(withheld);
    }
}
