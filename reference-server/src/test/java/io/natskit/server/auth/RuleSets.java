// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All patterns of up to three tokens over {a, b, *, >}, each with the set of subjects that it names: the oracle of trust A1. */
public final class RuleSets {
    /** Every subject that matters: "c" is every token that no rule names, four tokens are every subject longer than the rules. */
    public static final List<String> UNIVERSE = subjects(List.of("a", "b", "c"), 4);

    /** The patterns. */
    public static final List<Rule> RULES = subjects(List.of("a", "b", "*", ">"), 3).stream()
            .filter(p -> !p.substring(0, p.length() - 1).contains(">"))
            .map(Rule::new)
            .toList();

    /** The pattern that names everything. */
    public static final Rule EVERYTHING = new Rule(">");

    private RuleSets() {}

    /** The patterns and null, which stands for a list that is not there. */
    public static List<@Nullable Rule> rulesOrNone() {
        List<@Nullable Rule> all = new ArrayList<>(RULES);
        all.add(null);
        return all;
    }

    /**
     * Whether a subscription is to be accepted: it lies within what is allowed, and the deny list does not refuse it. nats-server reads the
     * pattern of a subscription as a literal subject when it asks the deny list.
     */
    public static boolean accepts(@Nullable Rule allow, @Nullable Rule deny, Rule subscription) {
        return subscription.within(allow == null ? EVERYTHING : allow)
                && (deny == null || !deny.reads(subscription.text()));
    }

    /** Whether the rules, read as sets, allow the subject of this index. */
    public static boolean allows(@Nullable Rule allow, @Nullable Rule deny, int subject) {
        return (allow == null || allow.holds(subject)) && (deny == null || !deny.holds(subject));
    }

    private static List<String> subjects(List<String> tokens, int tokensMax) {
        Set<String> all = new HashSet<>(tokens);
        List<String> last = tokens;
        for (int n = 2; n <= tokensMax; n++) {
            last = last.stream()
                    .flatMap(s -> tokens.stream().map(t -> s + "." + t))
                    .toList();
            all.addAll(last);
        }
        return all.stream().sorted().toList();
    }

    /** A pattern and its meaning, found by means of regular expressions and not of the code under test. */
    public static final class Rule {
        private final String text;
        private final boolean[] holds = new boolean[UNIVERSE.size()];
        private final Pattern regex;

        Rule(String text) {
            this.text = text;
            this.regex = Pattern.compile(
                    text.replace(".", "\\.").replace("*", "[^.]+").replace(">", ".+"));
            for (int i = 0; i < holds.length; i++) {
                holds[i] = reads(UNIVERSE.get(i));
            }
        }

        /** The pattern. */
        public String text() {
            return text;
        }

        /** The pattern's bytes. */
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        /** Whether it names the subject of this index. */
        public boolean holds(int subject) {
            return holds[subject];
        }

        /** Whether it names this text, taken for a literal subject. */
        public boolean reads(String literal) {
            return regex.matcher(literal).matches();
        }

        /** Whether all that it names is named by the other. */
        public boolean within(Rule other) {
            for (int i = 0; i < holds.length; i++) {
                if (holds[i] && !other.holds[i]) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
