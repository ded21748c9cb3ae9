// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import java.util.concurrent.CompletionStage;

/** Answers requests later. */
@FunctionalInterface
public interface AsyncServiceHandler {

    /** Begins to answer one request; the stage gives the payload of the reply, or fails, which becomes an error reply as in {@link ServiceHandler#handle}. */
    CompletionStage<byte[]> handle(ServiceRequest request) throws Exception;
}
