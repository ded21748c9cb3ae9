// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.cli.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Cuts an expression into tokens. */
final class Lexer {
    private static final List<String> SIGNS = List.of(
            "**", "..", "??", "?.", "==", "!=", "<=", ">=", "&&", "||", "+", "-", "*", "/", "%", "^", "<", ">", "!",
            "(", ")", "[", "]", "{", "}", ",", ".", ":", ";", "|", "?", "#", "=");

    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(Source source) {
        this.source = source;
        text = source.text();
    }

    /** Its tokens, of which the last is the end. */
    static List<Token> tokens(Source source) {
        return new Lexer(source).all();
    }

    private List<Token> all() {
        skip();
        while (at < text.length()) {
            next();
            skip();
        }
        tokens.add(new Token(Kind.END, "", text.length()));
        return tokens;
    }

    private void next() {
        int from = at;
        char c = text.charAt(at);
        if (isDigit(c) || c == '.' && isDigit(peek(1))) {
            number();
            tokens.add(new Token(Kind.NUMBER, text.substring(from, at), from));
        } else if (isLetter(c)) {
            while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
                at++;
            }
            tokens.add(new Token(Kind.NAME, text.substring(from, at), from));
        } else if (c == '"' || c == '\'' || c == '`') {
            Quoted string = Quoted.read(source, at);
            at = string.end();
            tokens.add(new Token(Kind.STRING, string.value(), from));
        } else {
            String sign = SIGNS.stream()
                    .filter(one -> text.startsWith(one, from))
                    .findFirst()
                    .orElseThrow(() -> source.error(
                            from,
                            "\"" + Character.toString(text.codePointAt(from))
                                    + "\" means nothing here (expected: a name, a value or an operator)"));
            at += sign.length();
            tokens.add(new Token(Kind.SIGN, sign, from));
        }
    }

    /** White space and comments. */
    private void skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw source.error(at, "a comment without an end (expected: */)");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private void number() {
        char base = text.charAt(at) == '0' ? Character.toLowerCase(peek(1)) : ' ';
        if (base == 'x' || base == 'o' || base == 'b') {
            at += 2;
            run(c -> Character.digit(c, 16) >= 0 || c == '_');
            return;
        }
        run(Lexer::isDigitOrLine);
        if (peek(0) == '.' && isDigit(peek(1))) { // 1..3 is a range
            at++;
            run(Lexer::isDigitOrLine);
        }
        if (Character.toLowerCase(peek(0)) == 'e') {
            int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
            if (isDigit(peek(1 + sign))) {
                at += 1 + sign;
                run(Lexer::isDigitOrLine);
            }
        }
    }

    private void run(IntPredicate belongs) {
        while (at < text.length() && belongs.test(text.charAt(at))) {
            at++;
        }
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isDigitOrLine(int c) {
        return isDigit(c) || c == '_';
    }

    private static boolean isLetter(int c) {
        return Character.isLetter(c) || c == '_' || c == '$';
    }
}
