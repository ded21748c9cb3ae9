// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

/** Answers requests through {@link ServiceRequest}, on the thread that the endpoint's {@link io.natskit.client.Dispatch} says. */
@FunctionalInterface
public interface ServiceHandler {

    /**
     * Answers one request. What it throws becomes an error reply: a {@link ServiceErrorException} with its code and description, anything else with code
     * {@link ServiceError#INTERNAL} and the name of the exception's class alone, and is reported as {@link io.natskit.client.ConnectionEvent.HandlerFailed}.
     */
    void handle(ServiceRequest request) throws Exception;
}
