// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import java.util.concurrent.Flow;

/** Answers each request many times. */
@FunctionalInterface
public interface FlowServiceHandler {

    /**
     * Gives the payloads of the replies to one request, none of them empty. No more are asked for than the connection's outgoing buffer has room for. An empty reply without headers
     * follows the last one; an error becomes an error reply as in {@link ServiceHandler#handle}, and the last one.
     */
    Flow.Publisher<byte[]> handle(ServiceRequest request) throws Exception;
}
