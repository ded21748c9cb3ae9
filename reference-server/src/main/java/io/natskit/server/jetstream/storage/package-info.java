// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What a stream keeps: its messages and the state of its consumers, in memory or in files. Called by the stream that owns a store, on
 * the stream's own thread; only the first half of a {@link io.natskit.server.jetstream.storage.Step} may run elsewhere. Knows files and
 * nothing else: no clock, no thread and no socket of its own. Times come in as nanoseconds since 1970 (ADR 0007).
 */
@NullMarked
package io.natskit.server.jetstream.storage;

import org.jspecify.annotations.NullMarked;
