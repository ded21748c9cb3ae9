// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.cli.expression.Token.Kind;
import java.util.List;

/** The tokens of an expression, of which one is the next. Confined to its parser. */
final class Tokens {
    private final Source source;
    private final List<Token> all;
    private int next;

    Tokens(Source source) {
        this.source = source;
        all = Lexer.tokens(source);
    }

    Token peek() {
        return all.get(next);
    }

    /** The one behind the next. */
    Token second() {
        return all.get(Math.min(next + 1, all.size() - 1));
    }

    /** Takes the next; the end stays. */
    Token take() {
        Token token = all.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    /** Takes the next if it is this sign or word. */
    boolean takes(String sign) {
        boolean is = peek().is(sign);
        if (is) {
            take();
        }
        return is;
    }

    /** Takes the next, which must be this sign or word. */
    Token expect(String sign) {
        if (!peek().is(sign)) {
            throw unexpected("\"" + sign + "\"");
        }
        return take();
    }

    /** Takes the next, which must be a name. */
    Token expectName(String what) {
        if (peek().kind() != Kind.NAME) {
            throw unexpected(what);
        }
        return take();
    }

    /** What to throw of the next. */
    ExpressionException unexpected(String expected) {
        return source.error(peek().at(), "unexpected " + peek().shown() + " (expected: " + expected + ")");
    }
}
