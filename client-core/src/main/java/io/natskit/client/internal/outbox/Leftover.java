// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import java.util.List;

/**
 * What an outbox knew when its link went.
 *
 * @param sent how many of the publishes ever accepted were handed to the operating system
 * @param inDoubt publishes written since the last PONG: they may or may not have arrived
 * @param waiters those who waited for a PONG, in order
 */
public record Leftover(long sent, long inDoubt, List<PongWaiter> waiters) {}
