// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.subject;

import java.util.Arrays;

/**
 * The rules of subjects, on UTF-8 bytes; the overloads that take a {@link CharSequence} answer the same.
 *
 * <p>A subject is a row of tokens between dots. As a pattern, a token that is exactly {@code *} stands for any one token, and one that
 * is exactly {@code >}, which may only come last, for one or more; inside a longer token both are plain characters ({@code a.*b} is
 * literal). A publish takes place on a literal subject: there {@code *} and {@code >} mean themselves.
 */
public final class Subjects {
    private Subjects() {}

    /** Whether these bytes may be subscribed to: tokens without whitespace or NUL, none empty, {@code >} only at the end. */
    public static boolean isValid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int tokenStart = offset;
        for (int i = offset; i < end; i++) {
            byte c = bytes[i];
            if (c == '.') {
                if (i == tokenStart || (i == tokenStart + 1 && bytes[tokenStart] == '>')) {
                    return false;
                }
                tokenStart = i + 1;
            } else if (isForbidden(c)) {
                return false;
            }
        }
        return tokenStart < end;
    }

    /** As {@link #isValid(byte[], int, int)}. */
    public static boolean isValid(byte[] bytes) {
        return isValid(bytes, 0, bytes.length);
    }

    /** As {@link #isValid(byte[], int, int)}. */
    public static boolean isValid(CharSequence subject) {
        int end = subject.length();
        int tokenStart = 0;
        for (int i = 0; i < end; i++) {
            char c = subject.charAt(i);
            if (c == '.') {
                if (i == tokenStart || (i == tokenStart + 1 && subject.charAt(tokenStart) == '>')) {
                    return false;
                }
                tokenStart = i + 1;
            } else if (isForbidden(c)) {
                return false;
            }
        }
        return tokenStart < end;
    }

    /** Whether no token is a wildcard. Says nothing about validity. */
    public static boolean isLiteral(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            byte c = bytes[i];
            if ((c == '*' || c == '>')
                    && (i == offset || bytes[i - 1] == '.')
                    && (i + 1 == end || bytes[i + 1] == '.')) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #isLiteral(byte[], int, int)}. */
    public static boolean isLiteral(byte[] bytes) {
        return isLiteral(bytes, 0, bytes.length);
    }

    /** As {@link #isLiteral(byte[], int, int)}. */
    public static boolean isLiteral(CharSequence subject) {
        int end = subject.length();
        for (int i = 0; i < end; i++) {
            char c = subject.charAt(i);
            if ((c == '*' || c == '>')
                    && (i == 0 || subject.charAt(i - 1) == '.')
                    && (i + 1 == end || subject.charAt(i + 1) == '.')) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is a byte that would break a protocol line: space, tab, line feed, form feed, carriage return or NUL. */
    public static boolean hasWhitespace(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (isForbidden(bytes[i])) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #hasWhitespace(byte[], int, int)}. */
    public static boolean hasWhitespace(byte[] bytes) {
        return hasWhitespace(bytes, 0, bytes.length);
    }

    /** As {@link #hasWhitespace(byte[], int, int)}. */
    public static boolean hasWhitespace(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (isForbidden(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** How many tokens there are: dots plus one, 0 for nothing. */
    public static int tokenCount(byte[] bytes, int offset, int length) {
        int count = length == 0 ? 0 : 1;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '.') {
                count++;
            }
        }
        return count;
    }

    /** As {@link #tokenCount(byte[], int, int)}. */
    public static int tokenCount(CharSequence subject) {
        int count = subject.isEmpty() ? 0 : 1;
        for (int i = 0; i < subject.length(); i++) {
            if (subject.charAt(i) == '.') {
                count++;
            }
        }
        return count;
    }

    /** Whether a subscription to {@code pattern} gets what is published to {@code literal}. Both are taken to be valid. */
    public static boolean matches(byte[] pattern, byte[] literal) {
        return matches(pattern, 0, pattern.length, literal, 0, literal.length);
    }

    /** As {@link #matches(byte[], byte[])}, on ranges. */
    public static boolean matches(byte[] pattern, int pOff, int pLen, byte[] literal, int lOff, int lLen) {
        int pEnd = pOff + pLen;
        int lEnd = lOff + lLen;
        int p = pOff;
        int l = lOff;
        while (p < pEnd && l < lEnd) {
            int pNext = tokenEnd(pattern, p, pEnd);
            int lNext = tokenEnd(literal, l, lEnd);
            if (is(pattern, p, pNext, '>')) {
                return true;
            }
            if (!is(pattern, p, pNext, '*') && !Arrays.equals(pattern, p, pNext, literal, l, lNext)) {
                return false;
            }
            p = pNext + 1;
            l = lNext + 1;
        }
        return p >= pEnd && l >= lEnd;
    }

    /** As {@link #matches(byte[], byte[])}. */
    public static boolean matches(CharSequence pattern, CharSequence literal) {
        int p = 0;
        int l = 0;
        while (p < pattern.length() && l < literal.length()) {
            int pNext = tokenEnd(pattern, p);
            int lNext = tokenEnd(literal, l);
            if (is(pattern, p, pNext, '>')) {
                return true;
            }
            if (!is(pattern, p, pNext, '*') && !same(pattern, p, pNext, literal, l, lNext)) {
                return false;
            }
            p = pNext + 1;
            l = lNext + 1;
        }
        return p >= pattern.length() && l >= literal.length();
    }

    /** Whether some literal subject is matched by both patterns. Both are taken to be valid. */
    public static boolean overlaps(byte[] a, byte[] b) {
        return overlaps(a, 0, a.length, b, 0, b.length);
    }

    /** As {@link #overlaps(byte[], byte[])}, on ranges. */
    public static boolean overlaps(byte[] a, int aOff, int aLen, byte[] b, int bOff, int bLen) {
        int aEnd = aOff + aLen;
        int bEnd = bOff + bLen;
        int i = aOff;
        int j = bOff;
        while (i < aEnd && j < bEnd) {
            int iNext = tokenEnd(a, i, aEnd);
            int jNext = tokenEnd(b, j, bEnd);
            if (is(a, i, iNext, '>') || is(b, j, jNext, '>')) {
                return true;
            }
            if (!is(a, i, iNext, '*') && !is(b, j, jNext, '*') && !Arrays.equals(a, i, iNext, b, j, jNext)) {
                return false;
            }
            i = iNext + 1;
            j = jNext + 1;
        }
        return i >= aEnd && j >= bEnd;
    }

    /** As {@link #overlaps(byte[], byte[])}. */
    public static boolean overlaps(CharSequence a, CharSequence b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int iNext = tokenEnd(a, i);
            int jNext = tokenEnd(b, j);
            if (is(a, i, iNext, '>') || is(b, j, jNext, '>')) {
                return true;
            }
            if (!is(a, i, iNext, '*') && !is(b, j, jNext, '*') && !same(a, i, iNext, b, j, jNext)) {
                return false;
            }
            i = iNext + 1;
            j = jNext + 1;
        }
        return i >= a.length() && j >= b.length();
    }

    /** Whether every literal subject matched by {@code a} is matched by {@code b} too. Both are taken to be valid. */
    public static boolean isSubsetOf(byte[] a, byte[] b) {
        return isSubsetOf(a, 0, a.length, b, 0, b.length);
    }

    /** As {@link #isSubsetOf(byte[], byte[])}, on ranges. */
    public static boolean isSubsetOf(byte[] a, int aOff, int aLen, byte[] b, int bOff, int bLen) {
        int aEnd = aOff + aLen;
        int bEnd = bOff + bLen;
        int i = aOff;
        int j = bOff;
        while (i < aEnd && j < bEnd) {
            int iNext = tokenEnd(a, i, aEnd);
            int jNext = tokenEnd(b, j, bEnd);
            if (is(b, j, jNext, '>')) {
                return true;
            }
            if (is(a, i, iNext, '>')) {
                return false;
            }
            if (!is(b, j, jNext, '*') && (is(a, i, iNext, '*') || !Arrays.equals(a, i, iNext, b, j, jNext))) {
                return false;
            }
            i = iNext + 1;
            j = jNext + 1;
        }
        return i >= aEnd && j >= bEnd;
    }

    /** As {@link #isSubsetOf(byte[], byte[])}. */
    public static boolean isSubsetOf(CharSequence a, CharSequence b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int iNext = tokenEnd(a, i);
            int jNext = tokenEnd(b, j);
            if (is(b, j, jNext, '>')) {
                return true;
            }
            if (is(a, i, iNext, '>')) {
                return false;
            }
            if (!is(b, j, jNext, '*') && (is(a, i, iNext, '*') || !same(a, i, iNext, b, j, jNext))) {
                return false;
            }
            i = iNext + 1;
            j = jNext + 1;
        }
        return i >= a.length() && j >= b.length();
    }

    // one comparison in the common case: every forbidden byte is 32 or below
    private static boolean isForbidden(int c) {
        return c <= ' ' && (c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == 0);
    }

    private static boolean is(byte[] bytes, int from, int to, char wildcard) {
        return to - from == 1 && bytes[from] == wildcard;
    }

    private static boolean is(CharSequence text, int from, int to, char wildcard) {
        return to - from == 1 && text.charAt(from) == wildcard;
    }

    private static int tokenEnd(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '.') {
            i++;
        }
        return i;
    }

    private static int tokenEnd(CharSequence text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '.') {
            i++;
        }
        return i;
    }

    private static boolean same(CharSequence a, int aFrom, int aTo, CharSequence b, int bFrom, int bTo) {
        if (aTo - aFrom != bTo - bFrom) {
            return false;
        }
        for (int i = aFrom, j = bFrom; i < aTo; i++, j++) {
            if (a.charAt(i) != b.charAt(j)) {
                return false;
            }
        }
        return true;
    }
}
