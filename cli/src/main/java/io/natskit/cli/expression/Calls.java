// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of functions. Confined to its parser. */
final class Calls {
    private final Source source;
    private final Tokens tokens;
    private final Parser parser;
    private int asking;

    Calls(Source source, Tokens tokens, Parser parser) {
        this.source = source;
        this.tokens = tokens;
        this.parser = parser;
    }

    /** Whether what is read now is asked of elements. */
    boolean isAsking() {
        return asking > 0;
    }

    /** A call of this name, with arguments that are there already. */
    Node parse(Token name, List<Node> given) {
        ListFunction ofList = Functions.OF_LISTS.get(name.text());
        if (ofList != null) {
            return asking(name, ofList, given);
        }
        Function function = Functions.PLAIN.get(name.text());
        if (function == null) {
            throw source.error(
                    name.at(), "unknown function " + name.text() + Nearest.question(name.text(), Functions.names()));
        }
        tokens.expect("(");
        List<Node> arguments = new ArrayList<>(given);
        arguments.addAll(list(")"));
        int count = arguments.size();
        if (count < function.least() || count > function.most()) {
            throw source.error(
                    name.at(), count + " arguments for " + name.text() + " (expected: " + counts(function) + ")");
        }
        return source.at(name.at(), scope -> function.work().of(Operand.evaluated(arguments, scope)));
    }

    private static String counts(Function function) {
        if (function.least() == function.most()) {
            return Integer.toString(function.least());
        }
        return function.most() == Integer.MAX_VALUE
                ? function.least() + " or more"
                : function.least() + " to " + function.most();
    }

    private Node asking(Token name, ListFunction function, List<Node> given) {
        tokens.expect("(");
        Node list = given.isEmpty() ? parser.expression() : given.get(0);
        if (given.isEmpty() && !tokens.peek().is(")")) {
            tokens.expect(",");
        }
        Node question = tokens.peek().is(")") ? null : question();
        if (question == null && !function.optional()) {
            throw tokens.unexpected("what " + name.text() + " asks of each element, such as # == 1 or .name == \"a\"");
        }
        List<Node> rest = new ArrayList<>();
        while (tokens.takes(",") && !tokens.peek().is(")")) {
            if (rest.size() == function.more()) {
                throw tokens.unexpected("\")\"");
            }
            rest.add(parser.expression());
        }
        tokens.expect(")");
        return source.at(name.at(), scope -> work(function, list, question, rest, scope));
    }

    private static Object work(
            ListFunction function, Node list, @Nullable Node question, List<Node> rest, Scope scope) {
        List<Object> elements = Values.list("argument 1", list.evaluate(scope));
        return function.work().of(new ListFunction.Call(elements, question, scope, Operand.evaluated(rest, scope)));
    }

    /** What is asked of each element, in braces or without. */
    private Node question() {
        asking++;
        boolean braces = tokens.takes("{");
        Node node = parser.expression();
        if (braces) {
            tokens.expect("}");
        }
        asking--;
        return node;
    }

    /** Expressions between commas up to this sign, which is taken, too. */
    List<Node> list(String end) {
        List<Node> nodes = new ArrayList<>();
        while (!tokens.peek().is(end)) {
            if (!nodes.isEmpty()) {
                tokens.expect(",");
                if (tokens.peek().is(end)) {
                    break;
                }
            }
            nodes.add(parser.expression());
        }
        tokens.expect(end);
        return nodes;
    }
}
