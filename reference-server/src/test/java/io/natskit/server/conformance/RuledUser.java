// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import static io.natskit.server.auth.RuleSets.RULES;

import io.natskit.server.auth.RuleSets.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A user under the oracle's rules; without an allow list everything is allowed that is not denied. */
record RuledUser(String name, @Nullable List<Rule> allow, List<Rule> deny) {
    /** Some rules. */
    static RuledUser random(String name, Random random) {
        @Nullable List<Rule> allow = random.nextInt(4) == 0 ? null : some(random, 1 + random.nextInt(3));
        return new RuledUser(name, allow, some(random, random.nextInt(3)));
    }

    private static List<Rule> some(Random random, int count) {
        return random.ints(count, 0, RULES.size()).mapToObj(RULES::get).toList();
    }

    /** Whether the subject of this index may pass. */
    boolean allows(int subject) {
        return (allow == null || allow.stream().anyMatch(rule -> rule.holds(subject)))
                && deny.stream().noneMatch(rule -> rule.holds(subject));
    }

    /** Whether this is a subscription of its. */
    boolean accepts(Rule subscription) {
        return (allow == null || allow.stream().anyMatch(subscription::within))
                && deny.stream().noneMatch(rule -> rule.reads(subscription.text()));
    }

    /** As a configuration names it: the rules hold below each of these prefixes; what is {@code said} may be published, and what is {@code always} may be heard, too. */
    String config(List<String> published, List<String> said, List<String> heard, List<String> always) {
        return "{user: " + name + ", password: p, permissions { publish " + rules(published, said) + ", subscribe "
                + rules(heard, always) + " }}\n";
    }

    private String rules(List<String> prefixes, List<String> always) {
        StringBuilder text = new StringBuilder("{ ");
        if (allow != null) {
            text.append("allow: ").append(list(prefixes, allow, always)).append(", ");
        }
        return text.append("deny: ")
                .append(list(prefixes, deny, List.of()))
                .append(" }")
                .toString();
    }

    private static String list(List<String> prefixes, List<Rule> rules, List<String> more) {
        List<String> all = new ArrayList<>(more);
        prefixes.forEach(prefix -> rules.forEach(rule -> all.add(prefix + rule.text())));
        return all.isEmpty() ? "[]" : "[\"" + String.join("\", \"", all) + "\"]";
    }
}
