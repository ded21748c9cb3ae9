// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Whether a stream may be made or changed as it is asked for (SC-01 to SC-21), with nats-server's corrections and words. Pure, but for what
 * it asks of its {@link io.natskit.server.jetstream.validation.Surroundings}. Called by the API.
 */
@NullMarked
package io.natskit.server.jetstream.validation;

import org.jspecify.annotations.NullMarked;
