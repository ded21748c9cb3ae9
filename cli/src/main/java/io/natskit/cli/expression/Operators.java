// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The operators between two values, and how tightly they bind. */
final class Operators {
    /** What an operator does with two values. */
    @FunctionalInterface
    interface Work {
        Object of(Object left, Object right);
    }

    /**
     * An operator.
     *
     * @param precedence how tightly it binds
     * @param work what it does; those that may not look at their right side are the parser's
     */
    record Operator(int precedence, @Nullable Work work) {}

    /** How tightly {@code not} and {@code !} bind. */
    static final int NOT = 50;

    /** How tightly signs of numbers bind. */
    static final int MINUS = 90;

    /** How tightly powers bind, which alone group from the right. */
    static final int POWER = 100;

    private static final int COMPARISON = 20;
    private static final Map<String, Operator> ALL = Map.ofEntries(
            Map.entry("|", new Operator(0, null)),
            Map.entry("or", new Operator(10, null)),
            Map.entry("||", new Operator(10, null)),
            Map.entry("and", new Operator(15, null)),
            Map.entry("&&", new Operator(15, null)),
            Map.entry("==", new Operator(COMPARISON, Comparison::equal)),
            Map.entry("!=", new Operator(COMPARISON, (a, b) -> !Comparison.equal(a, b))),
            Map.entry("<", new Operator(COMPARISON, (a, b) -> Comparison.order(a, b) < 0)),
            Map.entry(">", new Operator(COMPARISON, (a, b) -> Comparison.order(a, b) > 0)),
            Map.entry("<=", new Operator(COMPARISON, (a, b) -> Comparison.order(a, b) <= 0)),
            Map.entry(">=", new Operator(COMPARISON, (a, b) -> Comparison.order(a, b) >= 0)),
            Map.entry("in", new Operator(COMPARISON, Comparison::within)),
            Map.entry("matches", ofTexts(Operators::matches)),
            Map.entry("contains", ofTexts(String::contains)),
            Map.entry("startsWith", ofTexts(String::startsWith)),
            Map.entry("endsWith", ofTexts(String::endsWith)),
            Map.entry("..", new Operator(25, Arithmetic::range)),
            Map.entry("+", new Operator(30, Arithmetic::add)),
            Map.entry("-", new Operator(30, Arithmetic::subtract)),
            Map.entry("*", new Operator(60, Arithmetic::multiply)),
            Map.entry("/", new Operator(60, Arithmetic::divide)),
            Map.entry("%", new Operator(60, Arithmetic::remainder)),
            Map.entry("**", new Operator(POWER, Arithmetic::power)),
            Map.entry("^", new Operator(POWER, Arithmetic::power)),
            Map.entry("??", new Operator(500, null)));

    private Operators() {}

    /** What this token is between two values; null for none. */
    static @Nullable Operator of(Token token) {
        return token.kind() == Token.Kind.SIGN || token.kind() == Token.Kind.NAME ? ALL.get(token.text()) : null;
    }

    /** Whether {@code not} may stand before it. */
    static boolean isNegatable(Token token) {
        return token.is("in")
                || token.is("matches")
                || token.is("contains")
                || token.is("startsWith")
                || token.is("endsWith");
    }

    /** Whether {@code a < b < c} means both. */
    static boolean isChained(Token token) {
        return token.is("<") || token.is(">") || token.is("<=") || token.is(">=");
    }

    /** An operator of two strings, which holds for nothing where there is no string. */
    private static Operator ofTexts(BiPredicate<String, String> work) {
        return new Operator(
                COMPARISON,
                (left, right) -> left != Nil.NIL
                        && right != Nil.NIL
                        && work.test(Values.text("the left side", left), Values.text("the right side", right)));
    }

    private static boolean matches(String text, String pattern) {
        try {
            return Patterns.compile(pattern).matcher(text).find();
        } catch (IllegalArgumentException e) {
            throw new Unfit(String.valueOf(e.getMessage()));
        }
    }
}
