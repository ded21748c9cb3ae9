// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that asks something of each element of a list.
 *
 * @param optional whether it may do without a question, and takes the element itself for the answer
 * @param more how many arguments it takes behind the question at most
 * @param work what it does
 */
record ListFunction(boolean optional, int more, Work work) {
    /** What such a function does. */
    @FunctionalInterface
    interface Work {
        /** The result; throws {@link Unfit}. */
        Object of(Call call);
    }

    /**
     * A call of one.
     *
     * @param list the list
     * @param question what is asked of each; null for the element itself
     * @param scope around it
     * @param rest the arguments behind
     */
    record Call(List<Object> list, @Nullable Node question, Scope scope, List<Object> rest) {
        /** The answer for the element at this place. */
        Object answer(int index) {
            return question == null ? list.get(index) : question.evaluate(scope.at(list.get(index), index));
        }

        /** The answer there, with what there is so far. */
        Object answer(int index, Object soFar) {
            return question == null
                    ? list.get(index)
                    : question.evaluate(scope.at(list.get(index), index).after(soFar));
        }

        /** Whether it holds there. */
        boolean holds(int index) {
            return Values.truth("what is asked of each element", answer(index));
        }
    }
}
