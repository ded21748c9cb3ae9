// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Commands that explain: what an error means, which rule allows or refuses, which way a message goes.
 *
 * <p>Called by picocli, on the main thread. Only {@code auth explain} knows the server, whose own permissions it asks.
 */
@NullMarked
package io.natskit.cli.explain;

import org.jspecify.annotations.NullMarked;
