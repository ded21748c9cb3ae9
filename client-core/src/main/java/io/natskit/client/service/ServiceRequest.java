// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.Message;
import io.natskit.wire.headers.Headers;
import java.time.Duration;
import java.util.Optional;

/** A request to an endpoint. Not for implementation by users. */
public interface ServiceRequest extends Message {

    /** The header in which a caller says how long it will wait for the answer, in milliseconds; {@link CallSpec} sets it. */
    String TIMEOUT_HEADER = "NatsKit-Timeout-Millis";

    /** The name of the endpoint that it reached. */
    String endpoint();

    /** How long the caller will still wait, zero when no more; empty when it did not say. What is asked of others on its behalf should take no longer. */
    Optional<Duration> remaining();

    /** Replies with an error; see {@link #replyError(ServiceError, Headers, byte[])}. */
    void replyError(int code, String description);

    /**
     * Replies with an error: headers {@code Nats-Service-Error} and {@code Nats-Service-Error-Code} beside those given, and a payload. It counts in {@link EndpointStats}.
     *
     * @throws IllegalStateException when the sender wants no reply
     */
    void replyError(ServiceError error, Headers headers, byte[] payload);
}
