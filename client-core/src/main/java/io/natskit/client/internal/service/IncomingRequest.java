// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.Message;
import io.natskit.client.internal.routing.ForwardedMessage;
import io.natskit.client.service.ServiceError;
import io.natskit.client.service.ServiceRequest;
import io.natskit.wire.headers.Headers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message as a request to an endpoint. Has it counted when it is answered with an error. */
final class IncomingRequest extends ForwardedMessage implements ServiceRequest {
    private static final byte[] NOTHING = new byte[0];

    private final String endpoint;
    private final long deadline;
    private final boolean timed;
    private final Tally tally;
    private final AtomicBoolean failed = new AtomicBoolean();

    /** {@code arrived} counts as {@link System#nanoTime()} does. */
    IncomingRequest(Message message, String endpoint, long arrived, Tally tally) {
        super(message);
        this.tally = tally;
        this.endpoint = endpoint;
        long millis = timeoutMillis(message);
        this.timed = millis > 0;
        this.deadline = arrived + millis * 1_000_000L;
    }

    /** What a caller says that cannot be meant (no number, none that is above zero, more than a hundred years) is passed over. */
    private static long timeoutMillis(Message message) {
        Headers headers = message.headers();
        String value = headers.isEmpty() ? null : headers.first(TIMEOUT_HEADER);
        if (value == null || value.length() > 12) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(value.strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public Optional<Duration> remaining() {
        return timed ? Optional.of(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))) : Optional.empty();
    }

    @Override
    public void replyError(int code, String description) {
        replyError(new ServiceError(code, description), Headers.empty(), NOTHING);
    }

    @Override
    public void replyError(ServiceError failure, Headers headers, byte[] payload) {
        count(failure);
        message.reply(failure.toHeaders(headers), payload);
    }

    /** As {@link #replyError}, for senders that want no reply too. */
    void fail(ServiceError failure) {
        count(failure);
        if (message.wantsReply()) {
            message.reply(failure.toHeaders(), NOTHING);
        }
    }

    private void count(ServiceError failure) {
        if (failed.compareAndSet(false, true)) {
            tally.failed(failure);
        }
    }

    @Override
    public String toString() {
        return "ServiceRequest[" + endpoint + ", " + message + "]";
    }
}
