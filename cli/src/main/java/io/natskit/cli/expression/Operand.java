// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.cli.expression.Chain.Step;
import io.natskit.cli.expression.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands between operators: literals, names, arrays, maps, calls, and the way into them. Confined to its parser. */
final class Operand {
    private final Source source;
    private final Tokens tokens;
    private final Parser parser;
    private final Calls calls;

    Operand(Source source, Tokens tokens, Parser parser) {
        this.source = source;
        this.tokens = tokens;
        this.parser = parser;
        calls = new Calls(source, tokens, parser);
    }

    Node parse() {
        return way(first());
    }

    /** The call behind {@code |}, whose first argument this is. */
    Node piped(Node value) {
        return way(calls.parse(tokens.expectName("a function"), List.of(value)));
    }

    private Node first() {
        Token token = tokens.peek();
        if (token.kind() == Kind.NUMBER) {
            tokens.take();
            return constant(Literals.number(source, token));
        }
        if (token.kind() == Kind.STRING) {
            return constant(tokens.take().text());
        }
        if (token.kind() == Kind.NAME) {
            return named();
        }
        if (tokens.takes("(")) {
            Node inner = parser.expression();
            tokens.expect(")");
            return inner;
        }
        if (token.is("[")) {
            return array();
        }
        if (token.is("{")) {
            return map();
        }
        return element();
    }

    private static Node constant(Object value) {
        return scope -> value;
    }

    private Node named() {
        Token name = tokens.peek();
        if (Operators.of(name) != null || name.is("not") || name.is("let") || name.is("if") || name.is("else")) {
            throw tokens.unexpected("a value");
        }
        tokens.take();
        switch (name.text()) {
            case "true":
                return constant(true);
            case "false":
                return constant(false);
            case "nil":
                return constant(Nil.NIL);
            case "$env":
                return Scope::names;
            default:
                if (tokens.peek().is("(")) {
                    return calls.parse(name, List.of());
                }
                parser.check(name);
                return scope -> scope.names().getOrDefault(name.text(), Nil.NIL);
        }
    }

    private Node array() {
        tokens.take();
        List<Node> elements = calls.list("]");
        return scope -> evaluated(elements, scope);
    }

    static List<Object> evaluated(List<Node> nodes, Scope scope) {
        List<Object> values = new ArrayList<>(nodes.size());
        nodes.forEach(node -> values.add(node.evaluate(scope)));
        return values;
    }

    private Node map() {
        tokens.take();
        List<Node> keys = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        while (!tokens.peek().is("}")) {
            if (!keys.isEmpty()) {
                tokens.expect(",");
                if (tokens.peek().is("}")) {
                    break;
                }
            }
            keys.add(key());
            tokens.expect(":");
            values.add(parser.expression());
        }
        tokens.expect("}");
        return scope -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(keys.get(i).evaluate(scope), values.get(i).evaluate(scope));
            }
            return map;
        };
    }

    private Node key() {
        Token key = tokens.peek();
        if (tokens.takes("(")) {
            Node computed = parser.expression();
            tokens.expect(")");
            return source.at(key.at(), scope -> Values.text("a key", computed.evaluate(scope)));
        }
        if (key.kind() == Kind.SIGN || key.kind() == Kind.END) {
            throw tokens.unexpected("a key: a name, a string, a number or an expression in parentheses");
        }
        return constant(tokens.take().text());
    }

    /** {@code #}, {@code #index}, or the element whose field is named next. */
    private Node element() {
        Token sign = tokens.peek();
        if (!sign.is("#") && !sign.is(".")) {
            throw tokens.unexpected("a value");
        }
        if (!calls.isAsking()) {
            throw tokens.unexpected("a value: elements are those of functions such as filter(list, ...)");
        }
        if (sign.is(".")) {
            return scope -> scope.element();
        }
        tokens.take();
        String name = "";
        if (tokens.peek().is("index") || tokens.peek().is("acc")) {
            name = tokens.take().text();
        }
        String pointer = name;
        return scope -> scope.pointer(pointer);
    }

    private Node way(Node first) {
        List<Step> steps = new ArrayList<>();
        while (true) {
            Token sign = tokens.peek();
            if (sign.is(".") || sign.is("?.")) {
                tokens.take();
                boolean optional = sign.is("?.");
                steps.add(optional && tokens.peek().is("[") ? bracket(true) : named(optional));
            } else if (sign.is("[")) {
                steps.add(bracket(false));
            } else {
                return steps.isEmpty() ? first : new Chain(source, first, steps);
            }
        }
    }

    private Step named(boolean optional) {
        Token name = tokens.expectName("the name of a field");
        if (tokens.takes("(")) {
            List<Node> arguments = calls.list(")");
            return new Step(
                    name.at(),
                    optional,
                    (value, scope) -> Methods.call(value, name.text(), evaluated(arguments, scope)));
        }
        return new Step(name.at(), optional, (value, scope) -> Members.field(value, name.text()));
    }

    private Step bracket(boolean optional) {
        Token sign = tokens.expect("[");
        Node from = tokens.peek().is(":") ? constant(Nil.NIL) : parser.expression();
        if (tokens.takes(":")) {
            Node to = tokens.peek().is("]") ? constant(Nil.NIL) : parser.expression();
            tokens.expect("]");
            return new Step(
                    sign.at(),
                    optional,
                    (value, scope) -> Members.slice(value, from.evaluate(scope), to.evaluate(scope)));
        }
        tokens.expect("]");
        return new Step(sign.at(), optional, (value, scope) -> Members.element(value, from.evaluate(scope)));
    }
}
