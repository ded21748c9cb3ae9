// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@link Services} for callers that must not wait; each method means what its namesake there says. Cancelling a future gives up what it stands for. */
public interface AsyncServices {

    /** See {@link Services#start}. */
    CompletableFuture<Service> start(String name, String version, Consumer<ServiceSpec> spec);

    /** See {@link Services#ping}. */
    CompletableFuture<List<ServicePing>> ping(Consumer<DiscoverySpec> spec);

    /** See {@link Services#info}. */
    CompletableFuture<List<ServiceInfo>> info(Consumer<DiscoverySpec> spec);

    /** See {@link Services#stats}. */
    CompletableFuture<List<ServiceStats>> stats(Consumer<DiscoverySpec> spec);

    /** See {@link Services#call(String, byte[])}. */
    CompletableFuture<Message> call(String subject, byte[] payload);

    /** See {@link Services#call(OutgoingMessage, Consumer)}. */
    CompletableFuture<Message> call(OutgoingMessage request, Consumer<CallSpec> spec);

    /** See {@link Services#gather}. */
    CompletableFuture<Gathered> gather(OutgoingMessage request, Consumer<GatherSpec> spec);

    /** The same, blocking. */
    Services blocking();
}
