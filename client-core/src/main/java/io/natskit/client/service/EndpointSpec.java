// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.Dispatch;
import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An endpoint: where it listens, what answers, and how much it takes upon itself. It needs one handler. Not safe for use by several threads. */
public final class EndpointSpec {
    private final String name;
    private String subject;
    private QueueChoice queue = QueueChoice.INHERITED;
    private final Map<String, String> metadata = new TreeMap<>();
    private @Nullable Dispatch dispatch;
    private int inFlightMax = 10_000;
    private @Nullable Duration waitMax;
    private @Nullable Supplier<String> data;
    private @Nullable ServiceHandler handler;
    private @Nullable AsyncServiceHandler asyncHandler;
    private @Nullable FlowServiceHandler flowHandler;

    EndpointSpec(String name) {
        this.name = Names.name("endpoint", name);
        this.subject = name;
    }

    /** Where it listens, behind the prefix of its group; may hold wildcards. Default its name. */
    public EndpointSpec subject(String subject) {
        this.subject = Names.subject("subject", subject);
        return this;
    }

    /** Its queue group; default that of its group or service. */
    public EndpointSpec queueGroup(String name) {
        this.queue = QueueChoice.named(Names.queueGroup(name));
        return this;
    }

    /** No queue group: each instance gets each request. */
    public EndpointSpec noQueueGroup() {
        this.queue = QueueChoice.NONE;
        return this;
    }

    /** Something else to know of it; default nothing. */
    public EndpointSpec metadata(String name, String value) {
        metadata.put(name, value);
        return this;
    }

    /** Where its handler runs; default {@link io.natskit.client.Options#dispatch()}: one request at a time. */
    public EndpointSpec dispatch(Dispatch dispatch) {
        this.dispatch = dispatch;
        return this;
    }

    /**
     * Sheds load: with so many requests waiting or being answered, further ones get an error of code {@link ServiceError#OVERLOADED} at once, before they wait anywhere, so that
     * their senders can go elsewhere. Default 10,000, at least 1. It also bounds memory: that many requests of {@code max_payload}.
     */
    public EndpointSpec inFlightMax(int requests) {
        this.inFlightMax = Checks.atLeast("inFlightMax", requests, 1);
        return this;
    }

    /** Sheds load: a request that has waited longer than this for its handler gets an error of code {@link ServiceError#OVERLOADED} instead; default no bound, more than zero. */
    public EndpointSpec waitMax(Duration wait) {
        this.waitMax = Checks.positive("waitMax", wait);
        return this;
    }

    /** Makes what {@link EndpointStats#data()} shows: the text of a JSON object; default nothing. Called for each request for statistics. */
    public EndpointSpec statsData(Supplier<String> json) {
        this.data = json;
        return this;
    }

    /** Answers by what it sends through the request. */
    public EndpointSpec handler(ServiceHandler handler) {
        this.handler = handler;
        return this;
    }

    /** Answers later, by what its stage gives. */
    public EndpointSpec asyncHandler(AsyncServiceHandler handler) {
        this.asyncHandler = handler;
        return this;
    }

    /** Answers many times, with demand: each item is a reply, and an empty reply follows the last. */
    public EndpointSpec flowHandler(FlowServiceHandler handler) {
        this.flowHandler = handler;
        return this;
    }

    EndpointSpec complete() {
        int handlers = (handler == null ? 0 : 1) + (asyncHandler == null ? 0 : 1) + (flowHandler == null ? 0 : 1);
        if (handlers != 1) {
            throw new IllegalArgumentException("endpoint \"" + name + "\": " + handlers
                    + " handlers (expected: one of handler, asyncHandler, flowHandler)");
        }
        return this;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** See {@link #subject(String)}. */
    public String subject() {
        return subject;
    }

    /** See {@link #queueGroup(String)}. */
    public QueueChoice queue() {
        return queue;
    }

    /** See {@link #metadata(String, String)}. */
    public Map<String, String> metadata() {
        return Map.copyOf(metadata);
    }

    /** See {@link #dispatch(Dispatch)}. */
    public Optional<Dispatch> dispatch() {
        return Optional.ofNullable(dispatch);
    }

    /** See {@link #inFlightMax(int)}. */
    public int inFlightMax() {
        return inFlightMax;
    }

    /** See {@link #waitMax(Duration)}. */
    public Optional<Duration> waitMax() {
        return Optional.ofNullable(waitMax);
    }

    /** See {@link #statsData(Supplier)}. */
    public Optional<Supplier<String>> statsData() {
        return Optional.ofNullable(data);
    }

    /** See {@link #handler(ServiceHandler)}. */
    public Optional<ServiceHandler> handler() {
        return Optional.ofNullable(handler);
    }

    /** See {@link #asyncHandler(AsyncServiceHandler)}. */
    public Optional<AsyncServiceHandler> asyncHandler() {
        return Optional.ofNullable(asyncHandler);
    }

    /** See {@link #flowHandler(FlowServiceHandler)}. */
    public Optional<FlowServiceHandler> flowHandler() {
        return Optional.ofNullable(flowHandler);
    }
}
