// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.Message;
import java.util.Optional;

/**
 * One of the answers to a question that went to many.
 *
 * @param message as it came
 * @param error what it says, if it is an error
 */
public record Answer(Message message, Optional<ServiceError> error) {

    /** Reads a reply. */
    public static Answer of(Message reply) {
        return new Answer(reply, ServiceError.of(reply));
    }

    /** Whether it is no error. */
    public boolean good() {
        return error.isEmpty();
    }
}
