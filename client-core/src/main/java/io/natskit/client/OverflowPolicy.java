// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

/** What happens to a message for which a subscription's buffer has no room. The reader never waits; drops are always counted and reported. */
public enum OverflowPolicy {
    /** The arriving message is dropped: the default, and what other NATS clients do. */
    DROP_NEWEST,
    /** The message that waits longest is dropped: for state where the latest counts. */
    DROP_OLDEST,
    /** The subscription ends with a {@link SlowConsumerException} after what is buffered: for streams where a gap is an error. */
    END
}
