// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.NatsException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A running instance of a service; {@link Services#start} makes it. Many may run on one connection. Safe for use by many threads; not for implementation by users. */
public interface Service extends AutoCloseable {

    /** Its name, shared by all instances. */
    String name();

    /** Its version. */
    String version();

    /** What tells this instance from all others. */
    String id();

    /** What it says of itself now. */
    ServiceInfo info();

    /** How it does, since it was started or last reset. */
    ServiceStats stats();

    /** Counts from zero again, and from now on. */
    void resetStats();

    /** Adds an endpoint while it runs; the server may refuse it later, which stops the service ({@link #stopped()}). */
    void addEndpoint(String name, Consumer<EndpointSpec> spec);

    /** Adds a group of endpoints while it runs; otherwise as {@link #addEndpoint}. */
    void addGroup(String prefix, Consumer<GroupSpec> spec);

    /** {@link #stop(Duration)} with {@link io.natskit.client.Options#drainTimeout()}. */
    boolean stop();

    /**
     * Stops it well: takes no more requests, finishes those it has, hands their answers to the server, and is found no more.
     *
     * @return true when all was answered within {@code timeout}; false when it was cut short. It is stopped in either case
     */
    boolean stop(Duration timeout);

    /** {@link #stop(Duration)} for callers that must not wait. */
    CompletableFuture<Boolean> stopAsync(Duration timeout);

    /** Completes when it has stopped: with what ended it, or empty when somebody wished it. Never fails; cancelling it changes nothing. */
    CompletableFuture<Optional<NatsException>> stopped();

    /** The same as {@link #stop()}; on a thread that reads the socket, without waiting. Idempotent. */
    @Override
    void close();
}
