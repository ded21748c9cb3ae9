// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import org.jspecify.annotations.Nullable;

/** What a token of a destination may be made by (row MP-02), in the order in which nats-server looks for them. */
enum TransformFunction {
    WILDCARD("wildcard", "W"),
    PARTITION("partition", "P"),
    SPLIT_FROM_LEFT("splitfromleft", "SFL"),
    SPLIT_FROM_RIGHT("splitfromright", "SFR"),
    SLICE_FROM_LEFT("slicefromleft", "SFL"),
    SLICE_FROM_RIGHT("slicefromright", "SFR"),
    RIGHT("right", "R"),
    LEFT("left", "L"),
    SPLIT("split", "S"),
    RANDOM("random", "R");

    private final String name;
    private final String initials; // the letters that may be upper case, in their order

    TransformFunction(String name, String initials) {
        this.name = name;
        this.initials = initials;
    }

    /** Whether {@code token} stands between double braces and is to be read as a call. */
    static boolean looksLikeCall(String token) {
        return token.length() > 4 && token.startsWith("{{") && token.endsWith("}}");
    }

    /** What stands between the parentheses of a call of this function anywhere in {@code token}; null if there is none. */
    @Nullable
    String arguments(String token) {
        for (int open = token.indexOf("{{"); open >= 0; open = token.indexOf("{{", open + 1)) {
            int at = skipSpace(token, open + 2);
            int afterName = skipName(token, at);
            int paren = afterName < 0 ? -1 : skipSpace(token, afterName);
            if (paren >= 0 && paren < token.length() && token.charAt(paren) == '(') {
                int close = lastClose(token, paren + 1);
                if (close >= 0) {
                    return token.substring(paren + 1, close);
                }
            }
        }
        return null;
    }

    // the name in lower case, but for its initials, which may be either; −1 if it is another
    private int skipName(String token, int from) {
        if (token.length() - from < name.length()) {
            return -1;
        }
        int initial = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = token.charAt(from + i);
            boolean atInitial = isInitial(i);
            if (c != name.charAt(i) && !(atInitial && c == initials.charAt(initial))) {
                return -1;
            }
            initial += atInitial ? 1 : 0;
        }
        return from + name.length();
    }

    private boolean isInitial(int i) {
        return i == 0
                || (initials.length() == 3
                        && (name.startsWith("from", i) || i == name.indexOf("from") + "from".length()));
    }

    // the last closing parenthesis that braces follow
    private static int lastClose(String token, int from) {
        for (int close = token.lastIndexOf(')'); close >= from; close = token.lastIndexOf(')', close - 1)) {
            if (token.startsWith("}}", skipSpace(token, close + 1))) {
                return close;
            }
        }
        return -1;
    }

    static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
    }
}
