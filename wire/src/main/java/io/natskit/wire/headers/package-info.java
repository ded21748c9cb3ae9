// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Message headers (ADR-4), kept as the bytes that travel and parsed when somebody asks. Called by both ends and by users.
 * Immutable: any thread; a builder belongs to one thread.
 */
@NullMarked
package io.natskit.wire.headers;

import org.jspecify.annotations.NullMarked;
