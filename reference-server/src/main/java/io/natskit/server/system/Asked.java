// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.account.Account;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.router.PublisherInfo;
import io.natskit.server.router.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A request, copied out of its message. Immutable.
 *
 * @param account where it was asked, and is answered
 * @param subject what is asked
 * @param reply where the answer goes, empty for nowhere
 * @param header the header block, empty for none
 * @param content what stands in it
 * @param asking who asks, null for the server itself
 */
record Asked(
        Account<Subscription> account,
        String subject,
        byte[] reply,
        byte[] header,
        byte[] content,
        @Nullable PublisherInfo asking) {
    static Asked of(Account<Subscription> account, LocalMessage message) {
        return new Asked(
                account,
                message.subject(),
                message.replyBytes(),
                message.headerBytes(),
                message.payloadBytes(),
                message.publisher());
    }
}
