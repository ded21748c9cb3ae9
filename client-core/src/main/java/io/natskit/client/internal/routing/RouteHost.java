// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import io.natskit.client.internal.delivery.ReceivedMessage;
import io.natskit.wire.headers.Headers;
import java.util.concurrent.Executor;

/** What routes need of the connection they belong to. */
public interface RouteHost {
    /** Publishes a reply to a subject that the server gave. */
    void reply(byte[] subject, Headers headers, byte[] payload);

    /** The subscription has ended here; tells the server if {@code tellServer}. */
    void removed(Route route, boolean tellServer);

    /** A message was dropped, the first of an episode or not. I/O thread. */
    void dropped(Route route, ReceivedMessage message, boolean first);

    /** A message was put in a mailbox or handed to an inline handler. I/O thread. */
    void received(Route route, ReceivedMessage message);

    /** A handler threw. */
    void handlerFailed(Route route, Throwable cause);

    /** Where users' code may run. */
    Executor callbacks();
}
