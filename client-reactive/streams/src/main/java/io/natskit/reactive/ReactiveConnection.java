// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.Connection;
import io.natskit.client.FlowConnection;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.RequestManyOptions;
import io.natskit.client.SubscribeOptions;
import java.time.Duration;
import java.util.function.Consumer;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** {@link FlowConnection} with the types of Reactive Streams; each method means what its namesake there says. No state of its own. */
public final class ReactiveConnection {
    private final FlowConnection flow;

    private ReactiveConnection(FlowConnection flow) {
        this.flow = flow;
    }

    /** A view of {@code connection}. */
    public static ReactiveConnection of(Connection connection) {
        return new ReactiveConnection(connection.flow());
    }

    /** See {@link FlowConnection#subscribe(String)}. */
    public Publisher<Message> subscribe(String subject) {
        return FlowAdapters.toPublisher(flow.subscribe(subject));
    }

    /** See {@link FlowConnection#subscribe(String, SubscribeOptions)}. */
    public Publisher<Message> subscribe(String subject, SubscribeOptions options) {
        return FlowAdapters.toPublisher(flow.subscribe(subject, options));
    }

    /** See {@link FlowConnection#request(String, byte[])}. */
    public Publisher<Message> request(String subject, byte[] payload) {
        return FlowAdapters.toPublisher(flow.request(subject, payload));
    }

    /** See {@link FlowConnection#request(String, byte[], Duration)}. */
    public Publisher<Message> request(String subject, byte[] payload, Duration timeout) {
        return FlowAdapters.toPublisher(flow.request(subject, payload, timeout));
    }

    /** See {@link FlowConnection#request(OutgoingMessage)}. */
    public Publisher<Message> request(OutgoingMessage message) {
        return FlowAdapters.toPublisher(flow.request(message));
    }

    /** See {@link FlowConnection#request(OutgoingMessage, Duration)}. */
    public Publisher<Message> request(OutgoingMessage message, Duration timeout) {
        return FlowAdapters.toPublisher(flow.request(message, timeout));
    }

    /** See {@link FlowConnection#requestMany(String, byte[], Consumer)}. */
    public Publisher<Message> requestMany(
            String subject, byte[] payload, Consumer<RequestManyOptions.Builder> options) {
        return FlowAdapters.toPublisher(flow.requestMany(subject, payload, options));
    }

    /** See {@link FlowConnection#requestMany(OutgoingMessage, Consumer)}. */
    public Publisher<Message> requestMany(OutgoingMessage message, Consumer<RequestManyOptions.Builder> options) {
        return FlowAdapters.toPublisher(flow.requestMany(message, options));
    }

    /** See {@link FlowConnection#publisher(int)}. */
    public ReactiveSink publisher(int window) {
        return new SinkView(flow.publisher(window));
    }

    /** See {@link FlowConnection#publisher()}. */
    public ReactiveSink publisher() {
        return new SinkView(flow.publisher());
    }

    /** The same connection, blocking. */
    public Connection blocking() {
        return flow.blocking();
    }
}
