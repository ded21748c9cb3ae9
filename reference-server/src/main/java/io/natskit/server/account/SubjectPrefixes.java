// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.account;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Subjects of an account that mean others, known by how they begin: a message that a client publishes on one goes to the other. Domains of JetStream are such
 * (JA-30). Immutable; any thread.
 */
public final class SubjectPrefixes {
    private final List<Rule> rules;

    /** How a subject begins, and how the one that it means does; {@code whole} where that is all of it. */
    private record Rule(byte[] from, byte[] to, boolean whole) {}

    private SubjectPrefixes(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** What else is meant in a domain by its own name: the subjects of key-value buckets and objects. The API itself listens under both names. */
    public static SubjectPrefixes ofDomain(String domain) {
        List<Rule> rules = new ArrayList<>();
        for (String view : List.of("$KV.", "$OBJ.")) {
            rules.add(rule("$JS." + domain + ".API." + view, view, false));
        }
        return new SubjectPrefixes(rules);
    }

    /** What an account without JetStream means whose default domain that is ({@code default_js_domain}): everything of JetStream is that domain's. */
    public static SubjectPrefixes toDomain(String domain) {
        String to = "$JS." + domain + ".API.";
        List<Rule> rules = new ArrayList<>();
        rules.add(rule("$JS.API.INFO", to + "INFO", true));
        for (String part : List.of("STREAM.", "CONSUMER.", "DIRECT.", "META.", "SERVER.", "ACCOUNT.")) {
            rules.add(rule("$JS.API." + part, to + part, false));
        }
        rules.add(rule("$KV.", to + "$KV.", false));
        rules.add(rule("$OBJ.", to + "$OBJ.", false));
        return new SubjectPrefixes(rules);
    }

    private static Rule rule(String from, String to, boolean whole) {
        return new Rule(from.getBytes(StandardCharsets.UTF_8), to.getBytes(StandardCharsets.UTF_8), whole);
    }

    /** The subject that a subject means; null if it means itself. */
    public byte @Nullable [] meaningOf(byte[] bytes, int offset, int length) {
        if (length == 0 || bytes[offset] != '$') {
            return null;
        }
        for (Rule rule : rules) {
            int begin = rule.from.length;
            boolean fits = rule.whole ? length == begin : length > begin;
            if (fits && Arrays.equals(bytes, offset, offset + begin, rule.from, 0, begin)) {
                byte[] meant = Arrays.copyOf(rule.to, rule.to.length + length - begin);
                System.arraycopy(bytes, offset + begin, meant, rule.to.length, length - begin);
                return meant;
            }
        }
        return null;
    }
}
