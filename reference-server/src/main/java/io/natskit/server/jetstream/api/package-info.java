// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The JetStream API: a table of subjects, what answers each, and the shape of the answers. Called by the router, which offers requests to an
 * account's inbox; on the account's home loop first, then on a stream's.
 */
@NullMarked
package io.natskit.server.jetstream.api;

import org.jspecify.annotations.NullMarked;
