// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * A TCP proxy that misbehaves on demand, for tests of what a client does when the network does.
 *
 * <p>Called by users' tests, from any thread. Each proxy has one thread of its own, which {@code close()} ends.
 */
@NullMarked
package io.natskit.junit.proxy;

import org.jspecify.annotations.NullMarked;
