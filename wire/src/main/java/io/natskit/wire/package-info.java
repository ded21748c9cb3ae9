// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What both ends of a NATS connection share and that fits no smaller room: unique ids, durations as Go writes them. Called by client and server. Any thread.
 */
@NullMarked
package io.natskit.wire;

import org.jspecify.annotations.NullMarked;
