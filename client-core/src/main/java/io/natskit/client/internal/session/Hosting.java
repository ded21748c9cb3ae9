// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ConnectionEvent;
import io.natskit.client.internal.delivery.ReceivedMessage;
import io.natskit.client.internal.outbox.Outbox;
import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.client.internal.routing.Route;
import io.natskit.client.internal.routing.RouteHost;
import io.natskit.client.internal.routing.Routes;
import io.natskit.wire.headers.Headers;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What subscriptions ask of their connection, and tell it. Threads as {@link RouteHost} says. */
final class Hosting implements RouteHost {
    private final Executor callbacks;
    private final Counters counters;
    private final Consumer<ConnectionEvent> events;
    private final Routes routes;
    private final Outbox outbox;
    private final Consumer<Route> unsubscribed;
    private Session.Replier replier = (subject, headers, payload) -> {
        throw new IllegalStateException("the connection is being made");
    };

    /** For the subscriptions in {@code routes}; {@code unsubscribed} is told of those that the server is told of. */
    Hosting(
            Executor callbacks,
            Counters counters,
            Consumer<ConnectionEvent> events,
            Routes routes,
            Outbox outbox,
            Consumer<Route> unsubscribed) {
        this.callbacks = callbacks;
        this.counters = counters;
        this.events = events;
        this.routes = routes;
        this.outbox = outbox;
        this.unsubscribed = unsubscribed;
    }

    /** Sets who publishes replies; before the connection starts. */
    void repliesBy(Session.Replier by) {
        replier = by;
    }

    @Override
    public Executor callbacks() {
        return callbacks;
    }

    @Override
    public void reply(byte[] subject, Headers headers, byte[] payload) {
        replier.reply(subject, headers, payload);
    }

    @Override
    public void removed(Route route, boolean tellServer) {
        routes.remove(route, gone -> {
            if (tellServer) {
                outbox.append(OpEncoder.unsubscribe(gone.sid(), 0));
            }
        });
        outbox.kick();
        if (tellServer) {
            unsubscribed.accept(route);
        }
    }

    @Override
    public void dropped(Route route, ReceivedMessage message, boolean first) {
        counters.dropped(route.subscription(), message.contentBytes());
        if (first) {
            events.accept(new ConnectionEvent.SlowConsumer(
                    Instant.now(), route.subscription(), route.mailbox().dropped()));
        }
    }

    @Override
    public void received(Route route, ReceivedMessage message) {
        if (counters.observer() != null) {
            counters.received(route.subscription(), message.contentBytes());
        }
    }

    @Override
    public void handlerFailed(Route route, Throwable cause) {
        counters.handlerFailed();
        events.accept(new ConnectionEvent.HandlerFailed(Instant.now(), route.subscription(), cause));
    }
}
