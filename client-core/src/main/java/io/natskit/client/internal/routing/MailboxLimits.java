// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import io.natskit.client.OverflowPolicy;
import io.natskit.client.internal.delivery.Mailbox;

/**
 * The bounds of a subscription's buffer.
 *
 * @param messages at least 1
 * @param bytes at least 1
 * @param overflow what happens at them
 */
public record MailboxLimits(long messages, long bytes, OverflowPolicy overflow) {
    Mailbox mailbox(int workersMax, Mailbox.Watcher watcher) {
        return new Mailbox(messages, bytes, overflow, workersMax, watcher);
    }
}
