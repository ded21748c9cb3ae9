// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.router.Subscription;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as monitoring shows it. Immutable.
 *
 * @param subject its pattern
 * @param queue its queue group, or null
 * @param sid the client's name for it
 * @param messages how many it was given
 * @param max how many it takes altogether, 0 for no limit
 * @param clientId whose it is, 0 for the server's own
 */
public record SubscriptionInfo(
        String subject, @Nullable String queue, String sid, long messages, long max, long clientId) {
    /** What is to be told of a subscription. Any thread. */
    public static SubscriptionInfo of(Subscription one) {
        byte[] queue = one.queue();
        return new SubscriptionInfo(
                text(one.subject()),
                queue == null ? null : text(queue),
                text(one.sid()),
                one.delivered(),
                one.max(),
                one.outbox().clientId());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
