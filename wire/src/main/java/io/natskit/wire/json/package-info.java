// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * JSON as NATS speaks it, over Jackson's streaming layer: reading into a small tree, writing field by field. Called for INFO,
 * CONNECT and the like, not per message. A parsed object is immutable; a writer belongs to one thread.
 */
@NullMarked
package io.natskit.wire.json;

import org.jspecify.annotations.NullMarked;
