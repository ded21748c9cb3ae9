// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.Message;
import io.natskit.wire.headers.Headers;
import java.util.Optional;

/**
 * An error as services tell it (ADR-32).
 *
 * @param code a number, at the service's choice; HTTP's are customary
 * @param description for people
 */
public record ServiceError(int code, String description) {
    /** The header with the description. */
    public static final String HEADER = "Nats-Service-Error";

    /** The header with the code. */
    public static final String CODE_HEADER = "Nats-Service-Error-Code";

    /** Something went wrong inside of the service. */
    public static final int INTERNAL = 500;

    /** The service has more to do than it takes upon itself: the same may succeed later, or elsewhere. Nothing was done. */
    public static final int OVERLOADED = 503;

    /** The caller's time was up before the request was looked at. Nothing was done. */
    public static final int TOO_LATE = 504;

    /** The error in a reply, if it is one. A code that is no number reads as {@link #INTERNAL}. */
    public static Optional<ServiceError> of(Message reply) {
        Headers headers = reply.headers();
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        String description = headers.first(HEADER);
        String code = headers.first(CODE_HEADER);
        if (description == null && code == null) {
            return Optional.empty();
        }
        return Optional.of(new ServiceError(number(code), description == null ? "" : description));
    }

    private static int number(@org.jspecify.annotations.Nullable String code) {
        if (code == null) {
            return INTERNAL;
        }
        try {
            return Integer.parseInt(code.strip());
        } catch (NumberFormatException e) {
            return INTERNAL;
        }
    }

    /** The headers of an error reply. */
    public Headers toHeaders() {
        return toHeaders(Headers.empty());
    }

    /** The headers of an error reply beside {@code more}; line ends in the description become blanks. */
    public Headers toHeaders(Headers more) {
        return more.toBuilder()
                .set(HEADER, description.replace('\r', ' ').replace('\n', ' ').replace('\0', ' '))
                .set(CODE_HEADER, Integer.toString(code))
                .build();
    }

    /** Code and description, as in {@link EndpointStats#lastError()}. */
    @Override
    public String toString() {
        return code + ":" + description;
    }
}
