// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.config.ConfigFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule decides; that the verdict is the server's is held by the command line's tests, beside a server. */
class AccessRulesTest {
    private static final AccessRules RULES =
            AccessRules.of(ConfigFile.parse("""
                    authorization {
                      default_permissions { publish: "default.*" }
                      users: [
                        {user: ada, password: pw, permissions: {
                          publish: {allow: ["a.*", "a.b"], deny: "a.secret"}
                          subscribe: {allow: ["s.>", "q", "q workers.*"], deny: ["s.dull", "x y"]}
                        }}
                        {user: bob, password: pw}
                        {user: eve, password: pw, permissions: {publish: {deny: "no"}, allow_responses: {max: 3}}}
                      ]
                    }
                    """).options());

    @ParameterizedTest
    @CsvSource({
        "ada, a.b, true, publish.allow \"a.*\" covers it",
        "ada, a.secret, false, publish.deny \"a.secret\" covers it",
        "ada, b, false, no entry of publish.allow covers it",
        "ada, a..b, false, it is no subject or queue group that a rule could cover",
        "bob, default.x, true, publish.allow \"default.*\" covers it"
    })
    void the_rule_about_publishing_is_named(String user, String subject, boolean allowed, String reason) {
        AccessRules.Decision decision = RULES.publish(user, subject).orElseThrow();
        assertThat(decision.allowed()).isEqualTo(allowed);
        assertThat(decision.reason()).isEqualTo(reason);
        assertThat(decision.account()).isEqualTo("$G");
    }

    @ParameterizedTest
    @CsvSource({
        "s.a, , true, subscribe.allow \"s.>\" covers it",
        "s.dull, , false, subscribe.deny \"s.dull\" covers it",
        "q, workers.1, true, subscribe.allow \"q workers.*\" covers it",
        "q, others, false, no entry of subscribe.allow covers it",
        "q, , true, subscribe.allow \"q\" covers it",
        "s.a, _sys_, false, it is no subject or queue group that a rule could cover"
    })
    void the_rule_about_subscribing_is_named(String subject, String queue, boolean allowed, String reason) {
        AccessRules.Decision decision = RULES.subscribe("ada", subject, queue).orElseThrow();
        assertThat(decision.allowed()).isEqualTo(allowed);
        assertThat(decision.reason()).isEqualTo(reason);
    }

    @Test
    void what_is_held_back_from_a_wide_subscription_is_named() {
        assertThat(RULES.subscribe("ada", "s.*", null).orElseThrow().withheld()).containsExactly("s.dull");
        assertThat(RULES.subscribe("ada", "s.other", null).orElseThrow().withheld())
                .isEmpty();
    }

    @Test
    void who_may_answer_is_told_so_where_publishing_is_refused() {
        assertThat(RULES.publish("eve", "x").orElseThrow().reason()).contains("allow_responses");
    }

    @Test
    void nobody_is_known_but_who_is_named() {
        assertThat(RULES.users()).containsExactlyInAnyOrder("ada", "bob", "eve");
        assertThat(RULES.publish("kim", "x")).isEmpty();
        AccessRules single = AccessRules.of(
                ConfigFile.parse("authorization { user: one, password: pw }").options());
        assertThat(single.users()).containsExactly("one");
        assertThat(single.publish("one", "x").orElseThrow().reason()).isEqualTo("no permission restricts publish");
    }
}
