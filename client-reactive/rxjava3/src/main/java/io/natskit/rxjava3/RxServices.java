// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

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
import io.natskit.reactive.ReactiveServices;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.function.Consumer;

/** Services in the shapes of RxJava; each method means what its namesake in {@link AsyncServices} says. All are cold; disposing gives up. No state of its own. */
public final class RxServices {
    private final AsyncServices async;

    private RxServices(AsyncServices async) {
        this.async = async;
    }

    /** A view of {@code services}. */
    public static RxServices of(Services services) {
        return new RxServices(services.async());
    }

    /** See {@link AsyncServices#start(String, String, Consumer)}. */
    public Single<Service> start(String name, String version, Consumer<ServiceSpec> spec) {
        return Futures.single(() -> async.start(name, version, spec));
    }

    /** See {@link AsyncServices#ping(Consumer)}. */
    public Flowable<ServicePing> ping(Consumer<DiscoverySpec> spec) {
        return Flowable.fromPublisher(ReactiveServices.of(async.blocking()).ping(spec));
    }

    /** See {@link AsyncServices#info(Consumer)}. */
    public Flowable<ServiceInfo> info(Consumer<DiscoverySpec> spec) {
        return Flowable.fromPublisher(ReactiveServices.of(async.blocking()).info(spec));
    }

    /** See {@link AsyncServices#stats(Consumer)}. */
    public Flowable<ServiceStats> stats(Consumer<DiscoverySpec> spec) {
        return Flowable.fromPublisher(ReactiveServices.of(async.blocking()).stats(spec));
    }

    /** See {@link AsyncServices#call(String, byte[])}. */
    public Single<Message> call(String subject, byte[] payload) {
        return Futures.single(() -> async.call(subject, payload));
    }

    /** See {@link AsyncServices#call(OutgoingMessage, Consumer)}. */
    public Single<Message> call(OutgoingMessage request, Consumer<CallSpec> spec) {
        return Futures.single(() -> async.call(request, spec));
    }

    /** See {@link AsyncServices#gather(OutgoingMessage, Consumer)}. */
    public Single<Gathered> gather(OutgoingMessage request, Consumer<GatherSpec> spec) {
        return Futures.single(() -> async.gather(request, spec));
    }

    /** The answers of all who listen, as they come; see {@link io.natskit.client.service.FlowServices#gather}. */
    public Flowable<Answer> answers(OutgoingMessage request, Consumer<GatherSpec> spec) {
        return Flowable.fromPublisher(ReactiveServices.of(async.blocking()).gather(request, spec));
    }

    /** The same, blocking. */
    public Services blocking() {
        return async.blocking();
    }
}
