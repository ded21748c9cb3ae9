// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.service.Answer;
import io.natskit.client.service.AsyncServices;
import io.natskit.client.service.CallSpec;
import io.natskit.client.service.DiscoverySpec;
import io.natskit.client.service.GatherSpec;
import io.natskit.client.service.Gathered;
import io.natskit.client.service.Service;
import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.ServiceSpec;
import io.natskit.client.service.ServiceStats;
import io.natskit.client.service.Services;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Services for callers who must not wait. No state of its own. */
final class FutureServices implements AsyncServices {
    private final Context context;

    FutureServices(Context context) {
        this.context = context;
    }

    @Override
    public CompletableFuture<Service> start(String name, String version, Consumer<ServiceSpec> spec) {
        ServiceSpec chosen = new ServiceSpec(name, version);
        spec.accept(chosen);
        return RunningService.start(context, chosen);
    }

    @Override
    public CompletableFuture<List<ServicePing>> ping(Consumer<DiscoverySpec> spec) {
        return list(Discoveries.pings(context, Discoveries.chosen(spec)));
    }

    @Override
    public CompletableFuture<List<ServiceInfo>> info(Consumer<DiscoverySpec> spec) {
        return list(Discoveries.infos(context, Discoveries.chosen(spec)));
    }

    @Override
    public CompletableFuture<List<ServiceStats>> stats(Consumer<DiscoverySpec> spec) {
        return list(Discoveries.stats(context, Discoveries.chosen(spec)));
    }

    private <T> CompletableFuture<List<T>> list(ReadReplies<T> replies) {
        return Collector.all(context, replies);
    }

    @Override
    public CompletableFuture<Message> call(String subject, byte[] payload) {
        return call(OutgoingMessage.of(subject, payload), c -> {});
    }

    @Override
    public CompletableFuture<Message> call(OutgoingMessage request, Consumer<CallSpec> spec) {
        CallSpec chosen = new CallSpec();
        spec.accept(chosen);
        return Call.begin(context, request, chosen);
    }

    @Override
    public CompletableFuture<Gathered> gather(OutgoingMessage request, Consumer<GatherSpec> spec) {
        ReadReplies<Answer> replies = Discoveries.answers(context, request, Discoveries.gathering(spec));
        CompletableFuture<List<Answer>> answers = list(replies);
        CompletableFuture<Gathered> gathered = answers.thenCombine(replies.end(), (all, end) -> new Gathered(all, end));
        gathered.whenComplete((all, error) -> {
            if (gathered.isCancelled()) {
                answers.cancel(false);
            }
        });
        return gathered;
    }

    @Override
    public Services blocking() {
        return new BlockingServices(context);
    }
}
