// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The client's meters for Micrometer: {@link io.natskit.micrometer.ConnectionMetrics} and {@link io.natskit.micrometer.JetStreamMetrics} are the observers that users give to connections
 * and to JetStream. The client calls them on the threads where things happen; they only count.
 */
@NullMarked
package io.natskit.micrometer;

import org.jspecify.annotations.NullMarked;
