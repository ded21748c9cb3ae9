// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.rules;

import io.natskit.client.SubjectCheck;
import io.natskit.wire.subject.Subjects;

/** Which subjects and queue names may be sent, by {@link SubjectCheck}. Pure; allocates nothing when all is well. */
public final class SubjectRules {

    private SubjectRules() {}

    /** Checks a subject to publish to, or to be replied to. Throws {@link IllegalArgumentException}. */
    public static void checkPublish(String subject, SubjectCheck check) {
        if (check == SubjectCheck.NONE) {
            return;
        }
        checkPrintable("subject", subject);
        if (check == SubjectCheck.STRICT && !(Subjects.isValid(subject) && Subjects.isLiteral(subject))) {
            throw refused("subject", subject, "tokens between dots, no wildcard");
        }
    }

    /** Checks a subject to subscribe to. Throws {@link IllegalArgumentException}. */
    public static void checkSubscribe(String subject, SubjectCheck check) {
        if (check == SubjectCheck.NONE) {
            return;
        }
        checkPrintable("subject", subject);
        if (check == SubjectCheck.STRICT && !Subjects.isValid(subject)) {
            throw refused("subject", subject, "tokens between dots, > only as the last");
        }
    }

    /** Checks a queue group's name. Throws {@link IllegalArgumentException}. */
    public static void checkQueue(String queueGroup, SubjectCheck check) {
        if (check == SubjectCheck.NONE) {
            return;
        }
        checkPrintable("queue group", queueGroup);
        if (check == SubjectCheck.STRICT && !Subjects.isValid(queueGroup)) {
            throw refused("queue group", queueGroup, "tokens between dots");
        }
    }

    private static void checkPrintable(String what, String text) {
        if (text.isEmpty()) {
            throw refused(what, text, "not empty");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                throw refused(what, text, "no whitespace or control character");
            }
        }
    }

    private static IllegalArgumentException refused(String what, String text, String expected) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            shown.append(c < ' ' || c == 0x7f ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return new IllegalArgumentException(what + ": \"" + shown + "\" (expected: " + expected + ")");
    }
}
