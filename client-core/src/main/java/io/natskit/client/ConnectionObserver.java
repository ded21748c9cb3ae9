// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What metrics, tracing and protocol taps see of a connection; set by {@link Options.Builder#observer}. Without one, nothing is paid for it.
 *
 * <p>Methods are called on the thread where the thing happens: a publishing caller, the thread that reads or the one that writes. They must not
 * wait and must not call the connection. What they throw is logged and otherwise ignored. All do nothing by default.
 */
public interface ConnectionObserver {

    /** The outcome of a request. */
    enum RequestOutcome {
        /** A reply came. */
        REPLIED,
        /** Nobody listens. */
        NO_RESPONDERS,
        /** No reply came in time. */
        TIMED_OUT,
        /** The caller gave up. */
        CANCELLED,
        /** The connection or the server failed it. */
        FAILED
    }

    /** A stage of making a connection. */
    enum ConnectStage {
        /** The host name was resolved. */
        RESOLVED,
        /** The socket is connected. */
        DIALED,
        /** INFO came. */
        INFO,
        /** TLS is up. */
        TLS,
        /** The credentials are there. */
        CREDENTIALS,
        /** CONNECT was sent and the first PONG came. */
        LOGGED_IN
    }

    /** Something happened; the same as listeners get, but at once and on the thread where it happens. */
    default void event(ConnectionEvent event) {}

    /** A stage of an attempt to connect is done, {@code sinceStart} after the attempt began. */
    default void connectStage(ServerAddress server, ConnectStage stage, Duration sinceStart) {}

    /** A message was put into the outgoing buffer; {@code bytes} counts headers and payload. */
    default void published(String subject, int bytes) {}

    /** A message was put into a subscription's buffer or handed to its handler; {@code bytes} counts headers and payload. */
    default void received(Subscription subscription, int bytes) {}

    /** A message was dropped because a subscription's buffer was full. */
    default void dropped(Subscription subscription, int bytes) {}

    /** A request ended. */
    default void requestEnded(String subject, RequestOutcome outcome, long nanos) {}

    /** Bytes came in; {@code bytes} is read-only and valid during the call. The protocol as the server wrote it, in whatever pieces. */
    default void read(ByteBuffer bytes) {}

    /** Bytes went out; {@code bytes} is read-only and valid during the call. Holds credentials in CONNECT. */
    default void written(ByteBuffer bytes) {}

    /** An observer of both, in order. */
    static ConnectionObserver both(ConnectionObserver first, ConnectionObserver second) {
        return new BothObservers(first, second);
    }

    /** The subject of {@code subscription}, or "none": a convenience for labels. */
    static String label(@Nullable Subscription subscription) {
        return subscription == null ? "none" : subscription.subject();
    }
}
