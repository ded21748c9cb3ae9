// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a service is: {@code s -> s.description("prices").endpoint("price", e -> e.handler(...))}. Not safe for use by several threads. */
public final class ServiceSpec {
    private final String name;
    private final String version;
    private String description = "";
    private final Map<String, String> metadata = new TreeMap<>();
    private final GroupSpec endpoints = new GroupSpec("");

    /** A service without endpoints; {@code name} and {@code version} as {@link Services#start} says. */
    public ServiceSpec(String name, String version) {
        this.name = Names.name("name", name);
        this.version = Names.version(version);
    }

    /** What it does, for people; default nothing. */
    public ServiceSpec description(String text) {
        this.description = text;
        return this;
    }

    /** Something else to know of this instance; default nothing. */
    public ServiceSpec metadata(String name, String value) {
        metadata.put(name, value);
        return this;
    }

    /** The queue group of endpoints that name no other; default {@link Services#DEFAULT_QUEUE_GROUP}. */
    public ServiceSpec queueGroup(String name) {
        endpoints.queueGroup(name);
        return this;
    }

    /** No queue group for endpoints that name none: each instance gets each request. */
    public ServiceSpec noQueueGroup() {
        endpoints.noQueueGroup();
        return this;
    }

    /** An endpoint. */
    public ServiceSpec endpoint(String name, Consumer<EndpointSpec> spec) {
        endpoints.endpoint(name, spec);
        return this;
    }

    /** Endpoints with a prefix before their subjects. */
    public ServiceSpec group(String prefix, Consumer<GroupSpec> spec) {
        endpoints.group(prefix, spec);
        return this;
    }

    /** {@link #implement(Class, Object, ServiceCodec)} with {@link ServiceCodec#text()}. */
    public <T> ServiceSpec implement(Class<T> type, T instance) {
        return implement(type, instance, ServiceCodec.text());
    }

    /** An endpoint for each method of {@code type}, answered by {@code instance}; see {@link GroupSpec#implement}. */
    public <T> ServiceSpec implement(Class<T> type, T instance, ServiceCodec codec) {
        endpoints.implement(type, instance, codec);
        return this;
    }

    /** What kind of service it is. */
    public String name() {
        return name;
    }

    /** Its version. */
    public String version() {
        return version;
    }

    /** See {@link #description(String)}. */
    public String description() {
        return description;
    }

    /** See {@link #metadata(String, String)}. */
    public Map<String, String> metadata() {
        return Map.copyOf(metadata);
    }

    /** All groups and endpoints, in a group without a prefix. */
    public GroupSpec endpoints() {
        return endpoints;
    }
}
