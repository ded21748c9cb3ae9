// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.internal.flow.Delivery;
import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.flow.RequestPull;
import io.natskit.client.service.Answer;
import io.natskit.client.service.CallSpec;
import io.natskit.client.service.DiscoverySpec;
import io.natskit.client.service.FlowServices;
import io.natskit.client.service.GatherSpec;
import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.ServiceStats;
import io.natskit.client.service.Services;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Services with demand. No state of its own. */
final class Flows implements FlowServices {
    private final Context context;

    Flows(Context context) {
        this.context = context;
    }

    private <T> Flow.Publisher<T> publisher(Supplier<? extends Pull<T>> source) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber (rule 1.9)");
            new Delivery<T>(subscriber, source, context.inside().callbacks(), context.inside()::failed).start();
        };
    }

    @Override
    public Flow.Publisher<ServicePing> ping(Consumer<DiscoverySpec> spec) {
        DiscoverySpec chosen = Discoveries.chosen(spec);
        return publisher(() -> Discoveries.pings(context, chosen));
    }

    @Override
    public Flow.Publisher<ServiceInfo> info(Consumer<DiscoverySpec> spec) {
        DiscoverySpec chosen = Discoveries.chosen(spec);
        return publisher(() -> Discoveries.infos(context, chosen));
    }

    @Override
    public Flow.Publisher<ServiceStats> stats(Consumer<DiscoverySpec> spec) {
        DiscoverySpec chosen = Discoveries.chosen(spec);
        return publisher(() -> Discoveries.stats(context, chosen));
    }

    @Override
    public Flow.Publisher<Message> call(String subject, byte[] payload) {
        return call(OutgoingMessage.of(subject, payload), c -> {});
    }

    @Override
    public Flow.Publisher<Message> call(OutgoingMessage request, Consumer<CallSpec> spec) {
        CallSpec chosen = new CallSpec();
        spec.accept(chosen);
        return publisher(() -> new RequestPull(() -> Call.begin(context, request, chosen)));
    }

    @Override
    public Flow.Publisher<Answer> gather(OutgoingMessage request, Consumer<GatherSpec> spec) {
        GatherSpec chosen = Discoveries.gathering(spec);
        return publisher(() -> Discoveries.answers(context, request, chosen));
    }

    @Override
    public Services blocking() {
        return new BlockingServices(context);
    }
}
