// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Expressions by which streams and consumers are looked for, in the language that the nats CLI takes (expr-lang): what is written becomes a tree, which is
 * asked of each stream or consumer. {@link io.natskit.cli.expression.Expression} is the door; the commands that find call it, on their own thread. A value
 * is {@link io.natskit.cli.expression.Nil}, a Boolean, Long, Double, String, List, Map, a time, a duration or one of Go's structs and constants; never null.
 */
@NullMarked
package io.natskit.cli.expression;

import org.jspecify.annotations.NullMarked;
