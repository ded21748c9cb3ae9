// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.service.AsyncServices;
import io.natskit.client.service.CallSpec;
import io.natskit.client.service.DiscoverySpec;
import io.natskit.client.service.FlowServices;
import io.natskit.client.service.GatherSpec;
import io.natskit.client.service.Gathered;
import io.natskit.client.service.ProxySpec;
import io.natskit.client.service.Service;
import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.ServiceSpec;
import io.natskit.client.service.ServiceStats;
import io.natskit.client.service.Services;
import io.natskit.client.service.ServicesOptions;
import java.util.List;
import java.util.function.Consumer;

/** Services for callers who may wait. No state of its own. */
final class BlockingServices implements Services {
    private final Context context;

    BlockingServices(Context context) {
        this.context = context;
    }

    @Override
    public Service start(String name, String version, Consumer<ServiceSpec> spec) {
        context.inside().mayWait("start");
        return context.await(async().start(name, version, spec), "start");
    }

    @Override
    public List<ServicePing> ping(Consumer<DiscoverySpec> spec) {
        context.inside().mayWait("ping");
        return context.await(async().ping(spec), "ping");
    }

    @Override
    public List<ServiceInfo> info(Consumer<DiscoverySpec> spec) {
        context.inside().mayWait("info");
        return context.await(async().info(spec), "info");
    }

    @Override
    public List<ServiceStats> stats(Consumer<DiscoverySpec> spec) {
        context.inside().mayWait("stats");
        return context.await(async().stats(spec), "stats");
    }

    @Override
    public Message call(String subject, byte[] payload) {
        context.inside().mayWait("call");
        return context.await(async().call(subject, payload), "call");
    }

    @Override
    public Message call(OutgoingMessage request, Consumer<CallSpec> spec) {
        context.inside().mayWait("call");
        return context.await(async().call(request, spec), "call");
    }

    @Override
    public Gathered gather(OutgoingMessage request, Consumer<GatherSpec> spec) {
        context.inside().mayWait("gather");
        return context.await(async().gather(request, spec), "gather");
    }

    @Override
    public <T> T proxy(Class<T> type, Consumer<ProxySpec> spec) {
        ProxySpec chosen = new ProxySpec();
        spec.accept(chosen);
        return Proxies.of(context, type, chosen);
    }

    @Override
    public AsyncServices async() {
        return new FutureServices(context);
    }

    @Override
    public FlowServices flow() {
        return new Flows(context);
    }

    @Override
    public Connection connection() {
        return context.connection();
    }

    @Override
    public ServicesOptions options() {
        return context.options();
    }
}
