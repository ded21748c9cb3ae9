// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Consumers: making, looking at, changing, and taking messages through them.
 *
 * <p>Called by picocli, on the main thread.
 */
@NullMarked
package io.natskit.cli.consumers;

import org.jspecify.annotations.NullMarked;
