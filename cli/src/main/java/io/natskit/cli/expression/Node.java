// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

/** A part of an expression that has a value. */
@FunctionalInterface
interface Node {
    /** Its value among these names; throws {@link ExpressionException}, or {@link Unfit} where the node does not know its place. */
    Object evaluate(Scope scope);
}
