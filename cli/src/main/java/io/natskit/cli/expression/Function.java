// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.List;

/**
 * A function of values.
 *
 * @param least how many it takes at least
 * @param most how many at most
 * @param work what it does
 */
record Function(int least, int most, Work work) {
    /** What a function does. */
    @FunctionalInterface
    interface Work {
        /** The result; throws {@link Unfit}. */
        Object of(List<Object> arguments);
    }

    static Function of(int count, Work work) {
        return new Function(count, count, work);
    }

    static Function of(int least, int most, Work work) {
        return new Function(least, most, work);
    }
}
