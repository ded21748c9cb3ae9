// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.wire.subject.Subjects;

/** Checks of the names, versions and subjects that specs are given; each message shows the value and what was expected. */
final class Names {
    private Names() {}

    /** A name of a service or endpoint (ADR-32). */
    static String name(String what, String value) {
        boolean good = !value.isEmpty();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            good &= letterOrDigit(c) || c == '-' || c == '_';
        }
        return expected(good, what, value, "letters, digits, dashes and underscores, at least one");
    }

    private static boolean letterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** A version as semver.org has it. */
    static String version(String value) {
        return expected(SemanticVersion.isValid(value), "version", value, "a semantic version such as 1.0.0");
    }

    /** A subject to listen on; may hold wildcards. */
    static String subject(String what, String value) {
        return expected(
                Subjects.isValid(value) && !Subjects.hasWhitespace(value),
                what,
                value,
                "tokens between dots, no whitespace");
    }

    /** What stands before the subjects of a group: tokens, of which none is {@code >}; or nothing. */
    static String prefix(String what, String value) {
        return expected(
                value.isEmpty() || Subjects.isValid(value) && !Subjects.hasWhitespace(value) && value.indexOf('>') < 0,
                what,
                value,
                "tokens between dots, no whitespace, no >");
    }

    /** A queue group's name. */
    static String queueGroup(String value) {
        return subject("queueGroup", value);
    }

    private static String expected(boolean good, String what, String value, String expectation) {
        if (!good) {
            throw new IllegalArgumentException(what + ": \"" + value + "\" (expected: " + expectation + ")");
        }
        return value;
    }
}
