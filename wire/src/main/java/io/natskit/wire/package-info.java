// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** What both ends of a NATS connection share. */
@NullMarked
package io.natskit.wire;

import org.jspecify.annotations.NullMarked;
