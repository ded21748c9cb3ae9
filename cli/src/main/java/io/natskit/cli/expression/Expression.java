// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.Map;
import java.util.Set;

/**
 * An expression that holds for a stream or a consumer, or does not. For example {@code state.messages < 10 and "js.in" in config.subjects}. Immutable.
 */
public final class Expression {
    /** What expressions may name. */
    static final Set<String> VARIABLES = Set.of("config", "state", "info", "Info");

    private final Source source;
    private final Node root;

    private Expression(String text) {
        source = new Source(text);
        root = Parser.parse(text, VARIABLES);
    }

    /** Reads one; throws {@link ExpressionException} for what is none. */
    public static Expression parse(String text) {
        return new Expression(text);
    }

    /** Whether it holds for what has these variables; throws {@link ExpressionException} where it does not fit them, or is no bool. */
    public boolean holds(Map<String, Object> variables) {
        Object result = evaluate(variables);
        if (result instanceof Boolean holds) {
            return holds;
        }
        throw source.error(0, "the expression is of type " + Values.type(result) + " (expected: bool)");
    }

    /** Its value, whatever that is. */
    Object evaluate(Map<String, Object> variables) {
        try {
            return root.evaluate(Scope.of(variables));
        } catch (Unfit e) {
            throw source.error(0, String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            throw source.error(0, "values nested too deeply to be looked at");
        }
    }
}
