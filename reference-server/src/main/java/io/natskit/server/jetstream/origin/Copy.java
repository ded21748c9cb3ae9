// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.local.LocalMessage;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.JetStreamError;

/** What is done with the messages of an origin: the side of a mirror or of a source that {@link OriginLink} serves. On the stream's loop. */
interface Copy {
    /** How far it has come. */
    Position position();

    /** Says where the hidden consumer is to begin. */
    ConsumerConfigBuilder start(ConsumerConfigBuilder config);

    /** Which life of the origin is expected, empty for any. */
    String identity();

    /** The consumer is there, and what it delivers will come. Throws what the stream throws if it cannot begin there. */
    void began(ConsumerInfo consumer, String identity);

    /** The origin is another one than before, and the copy will begin again with it; false if there is nothing to begin again. */
    boolean originChanged();

    /**
     * A message of the consumer.
     *
     * @return false if the consumer has to begin again where {@link #position} is now
     */
    boolean copy(LocalMessage message, Delivery delivery);

    /** How many messages the origin has that were not seen yet. */
    long lag();

    /** What was stored lately came to nothing: the position is wrong. */
    void reposition();

    /** The error of a user's consumer that does not acknowledge by flow control. */
    JetStreamError requiresFlowControl();

    /** The error of a consumer that could not be made. */
    JetStreamError setupFailed();

    /** What this is in lines of the log: {@code mirror} or {@code source}. */
    String kind();

    /** The error as the info shows it. */
    default ApiError setupFailed(String why) {
        return setupFailed().with(why);
    }
}
