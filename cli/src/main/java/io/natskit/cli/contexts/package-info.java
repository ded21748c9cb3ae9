// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * The contexts of the nats CLI: {@code context add}, {@code ls}, {@code show} and the rest.
 *
 * <p>Called by picocli. Needs no server.
 */
@NullMarked
package io.natskit.cli.contexts;

import org.jspecify.annotations.NullMarked;
