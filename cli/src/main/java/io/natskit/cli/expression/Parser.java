// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.cli.expression.Operators.Operator;
import io.natskit.cli.expression.Operators.Work;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Makes nodes of tokens: what stands between operators is an {@link Operand}'s, which of them comes first is decided here (after Pratt). Confined to one thread. */
final class Parser {
    private static final int NESTED_MAX = 100;
    private static final int OPERATORS_MAX = 1000;
    private static final Token AND = new Token(Token.Kind.NAME, "and", 0);

    private final Source source;
    private final Tokens tokens;
    private final Set<String> variables;
    private final Deque<String> declared = new ArrayDeque<>();
    private final Operand operand;
    private int nested;
    private int operators;

    private Parser(Source source, Set<String> variables) {
        this.source = source;
        this.variables = variables;
        tokens = new Tokens(source);
        operand = new Operand(source, tokens, this);
    }

    /** The root of an expression that may name these variables. */
    static Node parse(String text, Set<String> variables) {
        Parser parser = new Parser(new Source(text), variables);
        Node root = parser.expression();
        if (parser.tokens.peek().kind() != Token.Kind.END) {
            throw parser.tokens.unexpected("an operator or the end");
        }
        return root;
    }

    /** A whole expression. */
    Node expression() {
        return expression(0);
    }

    /** An expression of operators that bind so tightly at least. */
    Node expression(int least) {
        if (++nested > NESTED_MAX) {
            throw source.error(tokens.peek().at(), "nested too deeply (expected: at most " + NESTED_MAX + ")");
        }
        Node node;
        if (least == 0 && tokens.peek().is("let")) {
            node = declaration();
        } else if (least == 0 && tokens.peek().is("if")) {
            node = branches();
        } else {
            node = binary(prefixed(), least);
            node = least == 0 ? conditional(node) : node;
        }
        nested--;
        return node;
    }

    /** Whether a name is known, and the error where it is not. */
    void check(Token name) {
        if (!declared.contains(name.text()) && !variables.contains(name.text())) {
            Set<String> known = new TreeSet<>(variables);
            known.addAll(declared);
            throw source.error(
                    name.at(),
                    "unknown name " + name.text() + Nearest.question(name.text(), known) + " (expected: "
                            + String.join(", ", known) + ")");
        }
    }

    private Node prefixed() {
        Token sign = tokens.peek();
        if (sign.is("not") || sign.is("!")) {
            tokens.take();
            Node value = expression(Operators.NOT);
            return source.at(sign.at(), scope -> !Values.truth("what is negated", value.evaluate(scope)));
        }
        if (sign.is("-") || sign.is("+")) {
            tokens.take();
            Node value = expression(Operators.MINUS);
            return source.at(
                    sign.at(),
                    sign.is("-")
                            ? scope -> Arithmetic.negate(value.evaluate(scope))
                            : scope -> Arithmetic.negate(Arithmetic.negate(value.evaluate(scope))));
        }
        return operand.parse();
    }

    private Node binary(Node first, int least) {
        Node left = first;
        while (true) {
            boolean negated = tokens.peek().is("not");
            Token sign = negated ? tokens.second() : tokens.peek();
            Operator operator = Operators.of(sign);
            if (negated && !Operators.isNegatable(sign)) {
                throw source.error(
                        sign.at(),
                        "unexpected " + sign.shown()
                                + " (expected: in, matches, contains, startsWith or endsWith behind not)");
            }
            if (operator == null || operator.precedence() < least) {
                return left;
            }
            if (++operators > OPERATORS_MAX) {
                throw tooMany(sign);
            }
            if (negated) {
                tokens.take();
            }
            tokens.take();
            left = joined(left, sign, operator, negated);
        }
    }

    private Node joined(Node left, Token sign, Operator operator, boolean negated) {
        if (sign.is("|")) {
            return operand.piped(left);
        }
        int binding = operator.precedence();
        Node right = expression(binding == Operators.POWER ? binding : binding + 1);
        Work work = operator.work();
        if (work == null) {
            return source.at(sign.at(), choosing(sign, left, right));
        }
        if (Operators.isChained(sign)) {
            return chained(left, sign, work, right, binding);
        }
        Node node = source.at(sign.at(), scope -> work.of(left.evaluate(scope), right.evaluate(scope)));
        return negated ? scope -> !Values.truth("", node.evaluate(scope)) : node;
    }

    /** What does not always look at its right side. */
    private static Node choosing(Token sign, Node left, Node right) {
        if (sign.is("??")) {
            return scope -> {
                Object value = left.evaluate(scope);
                return value == Nil.NIL ? right.evaluate(scope) : value;
            };
        }
        boolean and = sign.is("and") || sign.is("&&");
        return scope -> Values.truth("the left side", left.evaluate(scope)) == and
                ? Values.truth("the right side", right.evaluate(scope))
                : !and;
    }

    /** {@code a < b < c} is {@code a < b and b < c}. */
    private Node chained(Node left, Token sign, Work work, Node right, int binding) {
        Node first = source.at(sign.at(), scope -> work.of(left.evaluate(scope), right.evaluate(scope)));
        Token next = tokens.peek();
        Operator operator = Operators.of(next);
        if (operator == null || !Operators.isChained(next)) {
            return first;
        }
        tokens.take();
        if (++operators > OPERATORS_MAX) {
            throw tooMany(next);
        }
        Node rest = chained(right, next, Objects.requireNonNull(operator.work()), expression(binding + 1), binding);
        return choosing(AND, first, rest);
    }

    private ExpressionException tooMany(Token sign) {
        return source.error(sign.at(), "too many operators (expected: at most " + OPERATORS_MAX + ")");
    }

    private Node conditional(Node first) {
        Node condition = first;
        while (tokens.peek().is("?")) {
            Token sign = tokens.take();
            Node asked = condition;
            Node then = tokens.peek().is(":") ? asked : expression();
            tokens.expect(":");
            Node otherwise = expression();
            condition = choice(sign, asked, then, otherwise);
        }
        return condition;
    }

    private Node choice(Token at, Node condition, Node then, Node otherwise) {
        return source.at(
                at.at(),
                scope -> (Values.truth("the condition", condition.evaluate(scope)) ? then : otherwise).evaluate(scope));
    }

    private Node declaration() {
        tokens.take();
        String name = tokens.expectName("the name of a variable").text();
        tokens.expect("=");
        Node value = expression();
        tokens.expect(";");
        declared.push(name);
        Node rest = expression();
        declared.pop();
        return scope -> rest.evaluate(scope.with(name, value.evaluate(scope)));
    }

    private Node branches() {
        Token sign = tokens.take();
        Node condition = expression();
        Node then = block();
        tokens.expect("else");
        Node otherwise = tokens.peek().is("if") ? expression() : block();
        return choice(sign, condition, then, otherwise);
    }

    private Node block() {
        tokens.expect("{");
        Node node = expression();
        tokens.expect("}");
        return node;
    }
}
