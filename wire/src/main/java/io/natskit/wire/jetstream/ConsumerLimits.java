// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.time.Duration;

/**
 * What holds for the consumers of a stream (row SC-18).
 *
 * @param inactiveThreshold the longest and default threshold; zero for none
 * @param maxAckPending the largest and default number of unacknowledged deliveries; 0 for none
 */
public record ConsumerLimits(Duration inactiveThreshold, long maxAckPending) {
    /** No limits. */
    public static final ConsumerLimits NONE = new ConsumerLimits(Duration.ZERO, 0);

    static ConsumerLimits read(StructReader in, ConsumerLimits old) {
        if (!in.enter("server.StreamConsumerLimits")) {
            return old;
        }
        return readFields(in, old);
    }

    private static ConsumerLimits readFields(StructReader in, ConsumerLimits old) {
        long inactiveThreshold = old.inactiveThreshold().toNanos();
        long maxAckPending = old.maxAckPending();
        while (in.next()) {
            switch (in.name()) {
                case "inactive_threshold" -> inactiveThreshold = in.nanos(inactiveThreshold);
                case "max_ack_pending" -> maxAckPending = in.integer(maxAckPending);
                default -> in.unknown();
            }
        }
        return new ConsumerLimits(Duration.ofNanos(inactiveThreshold), maxAckPending);
    }

    /** Writes the fields into the object that is open. */
    public void writeTo(JsonWriter out) {
        out.fieldIfNonZero("inactive_threshold", inactiveThreshold.toNanos());
        out.fieldIfNonZero("max_ack_pending", maxAckPending);
    }
}
