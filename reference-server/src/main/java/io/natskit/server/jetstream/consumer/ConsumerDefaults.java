// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

/** Values that hold where a configuration says nothing (CO-01, CO-04, CO-06, CO-12). */
final class ConsumerDefaults {
    /** How long an ephemeral consumer may be unused. */
    static final long INACTIVE_NANOS = 5_000_000_000L;

    private ConsumerDefaults() {}
}
