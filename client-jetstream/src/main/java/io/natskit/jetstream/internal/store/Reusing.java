// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal.store;

import io.natskit.client.internal.routing.PayloadRoom;
import io.natskit.jetstream.AsyncMessages;
import io.natskit.jetstream.ConsumeSpec;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.OrderedHandle;
import java.util.function.Consumer;

/** Ordered reading whose payloads lie in arrays of the reader's own, so that it can use them again: {@code bytes()} of a message is what {@link PayloadRoom} gave. */
public interface Reusing {
    /** As {@link OrderedHandle#messages(Consumer)}. */
    Messages messages(Consumer<ConsumeSpec> how, PayloadRoom room);

    /** As {@link OrderedHandle#asyncMessages(Consumer)}. */
    AsyncMessages asyncMessages(Consumer<ConsumeSpec> how, PayloadRoom room);

    /** What a handle of this library can do besides. */
    static Reusing of(OrderedHandle handle) {
        if (handle instanceof Reusing reusing) {
            return reusing;
        }
        throw new IllegalArgumentException(
                "handle: " + handle.getClass().getName() + " (expected: one of a stream of JetStream.on)");
    }
}
