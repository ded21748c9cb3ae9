// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.protocol.PublishFrame;
import org.jspecify.annotations.Nullable;

/** Somebody who looks on and may interfere. Called on the loops; where nobody does, there is no object of this type at all. */
public interface Hooks {
    /** What to do with a message. */
    record Decision(Kind kind, long delayNanos, String error) {
        /** Go on as if nobody had looked. */
        public static final Decision DELIVER = new Decision(Kind.DELIVER, 0, "");
    }

    /** The kinds of decision. */
    enum Kind {
        /** As if nobody had looked. */
        DELIVER,
        /** Nobody gets it, nobody is told. */
        DROP,
        /** Delivered later. */
        DELAY,
        /** Nobody gets it, and the publisher gets {@code -ERR}. */
        REFUSE
    }

    /** A message enters. */
    Decision published(ClientSession from, PublishFrame frame);

    /** A message goes out to a subscription. */
    void delivered(ClientSession to, PublishFrame frame, byte[] sid, byte @Nullable [] queue);

    /** A client has logged in. */
    void connected(ClientSession client);

    /** A client is gone. */
    void disconnected(ClientSession client, ClosedReason reason);

    /** A subscription is there. */
    void subscribed(ClientSession client, byte[] subject, byte @Nullable [] queue, byte[] sid);

    /** A subscription is gone. */
    void unsubscribed(ClientSession client, byte[] subject, byte @Nullable [] queue, byte[] sid);
}
