// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.internal.service.InterfaceEndpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Endpoints with a common prefix before their subjects, and perhaps a queue group of their own (ADR-32). Not safe for use by several threads. */
public final class GroupSpec {
    private final String prefix;
    private QueueChoice queue = QueueChoice.INHERITED;
    private final List<EndpointSpec> endpoints = new ArrayList<>();
    private final List<GroupSpec> groups = new ArrayList<>();

    /** A group without endpoints. */
    public GroupSpec(String prefix) {
        this.prefix = Names.prefix("prefix", prefix);
    }

    /** The queue group of endpoints that name no other; default that of what is around. */
    public GroupSpec queueGroup(String name) {
        this.queue = QueueChoice.named(Names.queueGroup(name));
        return this;
    }

    /** No queue group for endpoints that name none: each instance gets each request. */
    public GroupSpec noQueueGroup() {
        this.queue = QueueChoice.NONE;
        return this;
    }

    /** An endpoint; {@code name} is letters, digits, dashes and underscores, and its subject unless it names another. */
    public GroupSpec endpoint(String name, Consumer<EndpointSpec> spec) {
        EndpointSpec fresh = new EndpointSpec(name);
        spec.accept(fresh);
        endpoints.add(fresh.complete());
        return this;
    }

    /** A group inside; its prefix follows this one's. */
    public GroupSpec group(String prefix, Consumer<GroupSpec> spec) {
        GroupSpec fresh = new GroupSpec(prefix);
        spec.accept(fresh);
        groups.add(fresh);
        return this;
    }

    /**
     * An endpoint for each method of {@code type}, answered by {@code instance}: what {@link Services#proxy} calls. What a method throws becomes an error reply, as in
     * {@link ServiceHandler}. Default methods are the caller's own and no endpoints.
     *
     * @throws IllegalArgumentException when a method cannot be an endpoint: two of one name, or a type that {@code codec} does not know
     */
    public <T> GroupSpec implement(Class<T> type, T instance, ServiceCodec codec) {
        InterfaceEndpoints.add(this, type, instance, codec);
        return this;
    }

    /** What stands before the subjects; may be empty. */
    public String prefix() {
        return prefix;
    }

    /** The queue group for its endpoints. */
    public QueueChoice queue() {
        return queue;
    }

    /** Its own endpoints. */
    public List<EndpointSpec> endpoints() {
        return List.copyOf(endpoints);
    }

    /** The groups inside. */
    public List<GroupSpec> groups() {
        return List.copyOf(groups);
    }
}
