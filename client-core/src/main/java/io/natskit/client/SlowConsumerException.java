// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** A subscription's buffer was full and {@link OverflowPolicy#END} ended it. */
public final class SlowConsumerException extends NatsException {

    private static final long serialVersionUID = 1L;

    private final String subject;

    /** The buffer of the subscription on {@code subject} was full. */
    public SlowConsumerException(String subject, long pendingMessages, long pendingBytes) {
        this(
                subject,
                "subscription on \"" + subject + "\" is too slow: " + pendingMessages + " messages, " + pendingBytes
                        + " bytes wait",
                null);
    }

    private SlowConsumerException(String subject, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.subject = subject;
    }

    /** What it was subscribed to. */
    public String subject() {
        return subject;
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public SlowConsumerException copy() {
        return new SlowConsumerException(subject, String.valueOf(getMessage()), this);
    }
}
