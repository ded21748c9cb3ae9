// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.sketches;

import io.natskit.client.Dispatch;
import io.natskit.client.Message;
import io.natskit.wire.headers.Headers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** The services API to come (micro, ADR-32); see {@code docs/adr/0004-apis-to-come.md}. A service is made of core alone: subscriptions, queue groups, replies. */
public interface ServicesSketch {

    /** {@code Service.on(connection, s -> s.name("shop").version("1.0.0").endpoint("price", e -> e.handler(...)))}. */
    interface Service extends AutoCloseable {
        String id();

        ServiceInfo info();

        ServiceStats stats();

        void resetStats();

        boolean stop(Duration timeout);

        CompletableFuture<Void> stopped();

        @Override
        void close();
    }

    interface ServiceSpec {
        ServiceSpec name(String name);

        ServiceSpec version(String version);

        ServiceSpec description(String text);

        ServiceSpec endpoint(String name, Consumer<EndpointSpec> spec);

        ServiceSpec group(String prefix, Consumer<ServiceSpec> spec);
    }

    interface EndpointSpec {
        EndpointSpec subject(String subject);

        EndpointSpec queueGroup(String name);

        EndpointSpec dispatch(Dispatch dispatch);

        /** Blocking: the reply is what it returns or sends; an exception is an error reply. */
        EndpointSpec handler(ServiceHandler handler);

        /** Asynchronous. */
        EndpointSpec asyncHandler(AsyncServiceHandler handler);

        /** Many replies to one request, with demand; ended by an empty one. */
        EndpointSpec flowHandler(FlowServiceHandler handler);
    }

    interface ServiceHandler {
        void handle(ServiceRequest request) throws Exception;
    }

    interface AsyncServiceHandler {
        CompletionStage<byte[]> handle(ServiceRequest request);
    }

    interface FlowServiceHandler {
        Flow.Publisher<byte[]> handle(ServiceRequest request);
    }

    interface ServiceRequest extends Message {
        /** An error reply: headers {@code Nats-Service-Error} and {@code Nats-Service-Error-Code}. */
        void replyError(int code, String description, Headers headers, byte[] payload);
    }

    /** Finding services: PING, INFO, STATS, each a request for many replies. */
    interface Discovery {
        List<ServiceInfo> services(Duration stall);

        List<ServiceStats> stats(String name, Duration stall);

        CompletableFuture<List<ServiceInfo>> servicesAsync(Duration stall);

        CompletableFuture<List<ServiceStats>> statsAsync(String name, Duration stall);

        Flow.Publisher<ServiceInfo> servicesFlow(Duration stall);
    }

    interface ServiceInfo {}

    interface ServiceStats {}
}
