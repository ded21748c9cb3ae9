// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** {@link Services} for streams with demand. Publishers are cold: each subscriber asks anew, when it first asks for items, and its cancelling ends that. They obey the Reactive Streams rules. */
public interface FlowServices {

    /** Who is there, as they answer; see {@link Services#ping}. */
    Flow.Publisher<ServicePing> ping(Consumer<DiscoverySpec> spec);

    /** What the services are, as they answer; see {@link Services#info}. */
    Flow.Publisher<ServiceInfo> info(Consumer<DiscoverySpec> spec);

    /** How the services do, as they answer; see {@link Services#stats}. */
    Flow.Publisher<ServiceStats> stats(Consumer<DiscoverySpec> spec);

    /** One answer, then complete; see {@link Services#call(String, byte[])}. */
    Flow.Publisher<Message> call(String subject, byte[] payload);

    /** One answer, then complete; see {@link Services#call(OutgoingMessage, Consumer)}. */
    Flow.Publisher<Message> call(OutgoingMessage request, Consumer<CallSpec> spec);

    /** The answers of all who listen, as they come; see {@link Services#gather}. */
    Flow.Publisher<Answer> gather(OutgoingMessage request, Consumer<GatherSpec> spec);

    /** The same, blocking. */
    Services blocking();
}
