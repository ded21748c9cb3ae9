// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.internal.service.Front;
import java.util.List;
import java.util.function.Consumer;

/**
 * Services on a connection (ADR-32), in their blocking shape: starting them, finding them, calling them. {@link #async()} and {@link #flow()} are views of the same. Holds no
 * thread or subscription of its own and needs no closing: what lives long is the {@link Service} that it starts. Safe for use by many threads; not for implementation by users.
 *
 * <pre>{@code
 * Services services = Services.on(connection);
 * Service shop = services.start("shop", "1.0.0", s -> s.endpoint("price", e -> e.handler(r -> r.reply("340"))));
 * Message price = services.call("price", new byte[0]);
 * }</pre>
 *
 * <p><b>Errors.</b> A reply with the headers {@code Nats-Service-Error} is thrown as {@link ServiceErrorException}; otherwise as {@link Connection} says.
 */
public interface Services {

    /** The queue group of an endpoint that names no other. */
    String DEFAULT_QUEUE_GROUP = "q";

    /** Services on a connection, with the defaults. */
    static Services on(Connection connection) {
        return on(connection, o -> {});
    }

    /** Services on a connection, with the defaults changed by {@code spec}. */
    static Services on(Connection connection, Consumer<ServicesOptions.Builder> spec) {
        return Front.on(connection, ServicesOptions.of(spec));
    }

    /**
     * Starts an instance and waits until the server knows of it, at most {@link io.natskit.client.Options#requestTimeout()}: from then on it is found and answers.
     *
     * @param name what kind of service it is; letters, digits, dashes, underscores. Instances of one name share its requests
     * @param version a semantic version
     * @throws io.natskit.client.PermissionException when the server refused a subject
     */
    Service start(String name, String version, Consumer<ServiceSpec> spec);

    /** Who is there, and how far away; waits as {@link DiscoverySpec} says. Nobody there is an empty list, at once. */
    List<ServicePing> ping(Consumer<DiscoverySpec> spec);

    /** What the services are that are there; otherwise as {@link #ping}. */
    List<ServiceInfo> info(Consumer<DiscoverySpec> spec);

    /** How the services do that are there; otherwise as {@link #ping}. */
    List<ServiceStats> stats(Consumer<DiscoverySpec> spec);

    /** {@link #call(OutgoingMessage, Consumer)} with the defaults. */
    Message call(String subject, byte[] payload);

    /**
     * Asks a service, again if need be, and waits for the answer as {@link CallSpec} says.
     *
     * @throws ServiceErrorException when the last answer was an error
     * @throws io.natskit.client.NoRespondersException when nobody listened, the last time too
     * @throws io.natskit.client.RequestTimeoutException when no answer came in time
     */
    Message call(OutgoingMessage request, Consumer<CallSpec> spec);

    /** Asks all who listen at once and gathers their answers, errors too, until {@link GatherSpec} has enough. */
    Gathered gather(OutgoingMessage request, Consumer<GatherSpec> spec);

    /**
     * The methods of {@code type} as calls: {@code prices.of("tea")} is a request on {@code of} behind {@link ProxySpec#prefix}. A method takes at most one payload, and a {@link java.time.Duration} for
     * its deadline if it likes; it returns a value (and waits), a {@link java.util.concurrent.CompletableFuture} or a {@link java.util.concurrent.Flow.Publisher} of many. {@link ServiceCall} on it says
     * the rest; {@link ServiceSpec#implement} is the other end.
     *
     * @throws IllegalArgumentException when {@code type} is no interface, or one of its methods cannot be a call
     */
    <T> T proxy(Class<T> type, Consumer<ProxySpec> spec);

    /** Services for callers that must not wait. */
    AsyncServices async();

    /** Services for streams with demand. */
    FlowServices flow();

    /** The connection beneath. */
    Connection connection();

    /** The options this was made with. */
    ServicesOptions options();
}
