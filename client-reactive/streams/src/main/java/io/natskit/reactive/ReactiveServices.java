// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.service.Answer;
import io.natskit.client.service.CallSpec;
import io.natskit.client.service.DiscoverySpec;
import io.natskit.client.service.FlowServices;
import io.natskit.client.service.GatherSpec;
import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.ServiceStats;
import io.natskit.client.service.Services;
import java.util.function.Consumer;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** {@link FlowServices} with the types of Reactive Streams; each method means what its namesake there says. No state of its own. */
public final class ReactiveServices {
    private final FlowServices flow;

    private ReactiveServices(FlowServices flow) {
        this.flow = flow;
    }

    /** A view of {@code services}. */
    public static ReactiveServices of(Services services) {
        return new ReactiveServices(services.flow());
    }

    /** See {@link FlowServices#ping}. */
    public Publisher<ServicePing> ping(Consumer<DiscoverySpec> spec) {
        return FlowAdapters.toPublisher(flow.ping(spec));
    }

    /** See {@link FlowServices#info}. */
    public Publisher<ServiceInfo> info(Consumer<DiscoverySpec> spec) {
        return FlowAdapters.toPublisher(flow.info(spec));
    }

    /** See {@link FlowServices#stats}. */
    public Publisher<ServiceStats> stats(Consumer<DiscoverySpec> spec) {
        return FlowAdapters.toPublisher(flow.stats(spec));
    }

    /** See {@link FlowServices#call(String, byte[])}. */
    public Publisher<Message> call(String subject, byte[] payload) {
        return FlowAdapters.toPublisher(flow.call(subject, payload));
    }

    /** See {@link FlowServices#call(OutgoingMessage, Consumer)}. */
    public Publisher<Message> call(OutgoingMessage request, Consumer<CallSpec> spec) {
        return FlowAdapters.toPublisher(flow.call(request, spec));
    }

    /** See {@link FlowServices#gather}. */
    public Publisher<Answer> gather(OutgoingMessage request, Consumer<GatherSpec> spec) {
        return FlowAdapters.toPublisher(flow.gather(request, spec));
    }

    /** The same, blocking. */
    public Services blocking() {
        return flow.blocking();
    }
}
