// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.List;

/**
 * A value and the way into it, such as {@code a.b?.c[0]}.
 *
 * @param source for errors
 * @param first where it begins
 * @param steps the way
 */
record Chain(Source source, Node first, List<Step> steps) implements Node {
    /**
     * A step of the way.
     *
     * @param at its place
     * @param optional whether the way ends at nil, instead of in an error
     * @param work what it does
     */
    record Step(int at, boolean optional, Work work) {}

    /** What a step does with the value so far. */
    @FunctionalInterface
    interface Work {
        Object of(Object value, Scope scope);
    }

    @Override
    public Object evaluate(Scope scope) {
        Object value = first.evaluate(scope);
        for (Step step : steps) {
            if (step.optional() && value == Nil.NIL) {
                return Nil.NIL;
            }
            try {
                value = step.work().of(value, scope);
            } catch (Unfit e) {
                throw source.error(step.at(), String.valueOf(e.getMessage()));
            }
        }
        return value;
    }
}
