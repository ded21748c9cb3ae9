// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The order-processing demo. <b>What lives here:</b> shops that publish orders into a stream, workers that share a consumer of it, a ledger that counts, and a server that
 * dies in the middle; {@link OrderProcessing} starts them all. <b>Who calls it:</b> people, by {@code mvn -q -Pdemo}, and a test in a short form. <b>On which thread:</b> a shop
 * has one of its own; workers run where the client calls their handlers.
 */
@NullMarked
package io.natskit.samples.orders;

import org.jspecify.annotations.NullMarked;
