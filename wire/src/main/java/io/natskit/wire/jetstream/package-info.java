// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The records of the JetStream API as they travel: configurations, states and errors, with the JSON of nats-server 2.15.2 byte for byte.
 * Called by the server, which reads requests strictly and writes answers, and by the client, which writes requests, reads answers
 * leniently and shows these types to users. Immutable: any thread; a builder belongs to one thread.
 */
@NullMarked
package io.natskit.wire.jetstream;

import org.jspecify.annotations.NullMarked;
