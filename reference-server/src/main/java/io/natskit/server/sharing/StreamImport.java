// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.account.Account;
import io.natskit.server.config.ImportOptions;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.SubjectTransform;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One imported stream: the exporter's subjects, and what they are called here. Immutable; any thread. */
final class StreamImport {
    private final Account<Subscription> exporter;
    private final String importer;
    private final boolean allowTrace;
    private final String from;
    private final String to;
    private final @Nullable SubjectTransform transform;
    private final @Nullable SubjectTransform reverse;

    StreamImport(Account<Subscription> exporter, String importer, ImportOptions options) {
        String to = options.to();
        this.exporter = exporter;
        this.importer = importer;
        this.allowTrace = options.allowTrace();
        this.from = options.subject();
        this.to = SubjectTransform.patternOf(to);
        boolean renames = !from.equals(to);
        this.transform = renames ? SubjectTransform.strict(from, SubjectTransform.numbered(to)) : null;
        this.reverse = transform == null ? null : transform.reverse().orElse(null);
    }

    Account<Subscription> exporter() {
        return exporter;
    }

    /** The name of the account that imports it. */
    String importer() {
        return importer;
    }

    /** Whether the trace of a message goes on here. */
    boolean allowsTrace() {
        return allowTrace;
    }

    /** What a message of the exporter is called here; null for the same. */
    byte @Nullable [] renamed(byte[] subject, int offset, int length) {
        return transform == null ? null : transform.apply(subject, offset, length);
    }

    /** What to subscribe at the exporter for a subscription here; null where the two have nothing in common. */
    @Nullable
    String patternFor(String subscribed) {
        if (subscribed.equals(to)) {
            return from;
        }
        if (Subjects.isSubsetOf(subscribed, to)) {
            return back(subscribed);
        }
        if (Subjects.isLiteral(subscribed)) {
            return null;
        }
        if (Subjects.isSubsetOf(to, subscribed)) {
            return from;
        }
        String common = common(subscribed, to);
        return common == null ? null : back(common);
    }

    private @Nullable String back(String pattern) {
        if (transform == null) {
            return pattern;
        }
        if (reverse == null) {
            return from;
        }
        byte[] bytes = pattern.getBytes(StandardCharsets.UTF_8);
        return new String(reverse.apply(bytes, 0, bytes.length), StandardCharsets.UTF_8);
    }

    /** The subjects that are in both patterns; null for none. */
    private static @Nullable String common(String a, String b) {
        if (!Subjects.overlaps(a, b)) {
            return null;
        }
        String[] left = a.split("\\.", -1);
        String[] right = b.split("\\.", -1);
        List<String> tokens = new ArrayList<>();
        for (int i = 0; ; i++) {
            boolean leftOpen = i >= left.length || left[i].equals(">");
            boolean rightOpen = i >= right.length || right[i].equals(">");
            if (leftOpen && rightOpen) {
                if (i < left.length || i < right.length) {
                    tokens.add(">");
                }
                return String.join(".", tokens);
            }
            if (leftOpen || (!rightOpen && left[i].equals("*"))) {
                addRest(tokens, right, i, leftOpen);
            } else {
                addRest(tokens, left, i, rightOpen);
            }
            if (leftOpen || rightOpen) {
                return String.join(".", tokens);
            }
        }
    }

    private static void addRest(List<String> tokens, String[] of, int at, boolean all) {
        for (int i = at; i < (all ? of.length : at + 1); i++) {
            tokens.add(of[i]);
        }
    }
}
