// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Streams: making, looking at, changing, reading, copying, backing up and bringing back.
 *
 * <p>Called by picocli, on the main thread.
 */
@NullMarked
package io.natskit.cli.streams;

import org.jspecify.annotations.NullMarked;
