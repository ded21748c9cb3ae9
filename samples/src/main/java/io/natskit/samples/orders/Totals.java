// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

/**
 * What somebody has counted.
 *
 * @param orders how many
 * @param valid how many of them were not refused
 * @param cents what those were worth
 * @param checksum the sum of the checksums of all
 */
record Totals(long orders, long valid, long cents, long checksum) {

    static final Totals NONE = new Totals(0, 0, 0, 0);

    Totals plus(Totals other) {
        return new Totals(orders + other.orders, valid + other.valid, cents + other.cents, checksum + other.checksum);
    }

    Totals plus(Order order, byte[] encoded) {
        return new Totals(
                orders + 1,
                valid + (order.valid() ? 1 : 0),
                cents + order.totalCents(),
                checksum + Order.checksum(encoded));
    }
}
