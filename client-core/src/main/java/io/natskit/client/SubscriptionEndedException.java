// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** A message was asked of a subscription that has ended and holds no more. */
public final class SubscriptionEndedException extends NatsException {

    private static final long serialVersionUID = 1L;

    private final String subject;
    private final transient SubscriptionEnd end;

    /** The subscription on {@code subject} ended as {@code end} says. */
    public SubscriptionEndedException(String subject, SubscriptionEnd end) {
        this(subject, end, end.error());
    }

    private SubscriptionEndedException(String subject, SubscriptionEnd end, @Nullable Throwable cause) {
        super("subscription on \"" + subject + "\" has ended: " + end.reason(), cause);
        this.subject = subject;
        this.end = end;
    }

    /** What it was subscribed to. */
    public String subject() {
        return subject;
    }

    /** Why it ended. */
    public SubscriptionEnd end() {
        return end;
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public SubscriptionEndedException copy() {
        return new SubscriptionEndedException(subject, end, this);
    }
}
