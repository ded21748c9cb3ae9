// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.local;

import io.natskit.server.account.Account;
import io.natskit.server.router.Subscription;

/** One of the server's own subscriptions. Any thread; {@link #close} does nothing the second time. */
public final class LocalSubscription implements AutoCloseable {
    private final Account<Subscription> account;
    private final Subscription subscription;

    LocalSubscription(Account<Subscription> account, Subscription subscription) {
        this.account = account;
        this.subscription = subscription;
    }

    /** What the router knows of it; messages name it. */
    public Subscription subscription() {
        return subscription;
    }

    /** Takes it out of the account's interest; what its inbox holds already stays there. */
    @Override
    public void close() {
        subscription.close();
        if (account.unsubscribe(subscription.subject(), subscription.queue(), subscription)) {
            account.countOwn(-1);
        }
    }
}
