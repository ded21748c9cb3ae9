// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import static io.natskit.server.auth.RuleSets.RULES;
import static io.natskit.server.auth.RuleSets.UNIVERSE;
import static io.natskit.server.auth.RuleSets.rulesOrNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.auth.RuleSets.Rule;
import io.natskit.server.config.PermissionsOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Permissions against an oracle that reads every rule as the set of subjects it names (trust A1). */
class PermissionsTest {
    private static final List<byte[]> LITERALS =
            UNIVERSE.stream().map(PermissionsTest::bytes).toList();

    @Test
    void publishing_is_allowed_exactly_where_the_rules_read_as_sets_allow_it() {
        for (@Nullable Rule allow : rulesOrNone()) {
            for (@Nullable Rule deny : rulesOrNone()) {
                Permissions permissions = Permissions.of(options(allow, deny, true));
                for (int i = 0; i < LITERALS.size(); i++) {
                    boolean expected = RuleSets.allows(allow, deny, i);
                    byte[] subject = LITERALS.get(i);
                    if (permissions.mayPublish(subject, 0, subject.length) != expected) {
                        assertThat(expected)
                                .as("%s under %s", UNIVERSE.get(i), text(allow, deny))
                                .isEqualTo(!expected);
                    }
                }
            }
        }
    }

    @Test
    void what_is_delivered_is_exactly_what_the_rules_read_as_sets_allow() {
        for (@Nullable Rule allow : rulesOrNone()) {
            for (@Nullable Rule deny : rulesOrNone()) {
                Permissions permissions = Permissions.of(options(allow, deny, false));
                for (Rule subscription : RULES) {
                    checkSubscription(permissions, allow, deny, subscription, null);
                    checkSubscription(permissions, allow, deny, subscription, bytes("q"));
                }
            }
        }
    }

    private static void checkSubscription(
            Permissions permissions,
            @Nullable Rule allow,
            @Nullable Rule deny,
            Rule subscription,
            byte @Nullable [] queue) {
        boolean accepted = permissions.maySubscribe(subscription.bytes(), queue);
        if (accepted != RuleSets.accepts(allow, deny, subscription)
                || (accepted && deny != null && subscription.within(deny))) {
            assertThat(accepted)
                    .as("subscription to %s under %s", subscription.text(), text(allow, deny))
                    .isEqualTo(!accepted);
        }
        if (!accepted) {
            return;
        }
        boolean filters = permissions.filtersDelivery(subscription.bytes(), queue);
        for (int i = 0; i < LITERALS.size(); i++) {
            byte[] subject = LITERALS.get(i);
            boolean delivered =
                    subscription.holds(i) && (!filters || permissions.mayDeliver(subject, 0, subject.length, queue));
            boolean expected = subscription.holds(i) && RuleSets.allows(allow, deny, i);
            if (delivered != expected) {
                assertThat(delivered)
                        .as("%s to %s under %s", UNIVERSE.get(i), subscription.text(), text(allow, deny))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void queue_entries_allow_exactly_the_queues_that_they_name_for_all_patterns() {
        List<String> queues = List.of("v1", "v2", "v1.x", "v1.y", "*", ">", "v1.*");
        for (Rule allow : RULES) {
            for (String allowed : List.of("v1", "v1.*", "v1.>", "*", ">")) {
                Permissions only = sub(List.of(allow.text() + " " + allowed), List.of());
                Permissions except = sub(null, List.of(allow.text() + " " + allowed));
                for (Rule subscription : RULES) {
                    boolean covered = subscription.within(allow);
                    assertThat(only.maySubscribe(subscription.bytes(), null)).isFalse();
                    assertThat(except.maySubscribe(subscription.bytes(), null)).isTrue();
                    for (String queue : queues) {
                        boolean named =
                                new Rule(allowed).reads(queue) && !(queue.endsWith(">") && !allowed.endsWith(">"));
                        assertThat(only.maySubscribe(subscription.bytes(), bytes(queue)))
                                .as("%s %s under %s %s", subscription.text(), queue, allow.text(), allowed)
                                .isEqualTo(covered && named);
                    }
                }
            }
        }
    }

    @Test
    void a_queue_denied_inside_a_wider_subscription_is_filtered_for_that_queue_alone() {
        Permissions permissions = sub(null, List.of("a.b v1", "a.c"));
        assertThat(permissions.maySubscribe(bytes("a.*"), bytes("v1"))).isTrue();
        assertThat(permissions.filtersDelivery(bytes("a.*"), bytes("v1"))).isTrue();
        assertThat(permissions.filtersDelivery(bytes("b.*"), bytes("v1"))).isFalse();
        assertThat(permissions.filtersDelivery(bytes("a.b"), null)).isFalse();
        assertThat(deliver(permissions, "a.b", "v1")).isFalse();
        assertThat(deliver(permissions, "a.b", "v2")).isTrue();
        assertThat(deliver(permissions, "a.b", null)).isTrue();
        assertThat(deliver(permissions, "a.c", "v2")).isFalse();
        assertThat(deliver(permissions, "a.c", null)).isFalse();
    }

    @Test
    void plain_and_queue_entries_for_one_subject_add_up_as_in_nats_server() {
        Permissions both = sub(List.of("foo", "foo v1"), List.of());
        assertThat(both.maySubscribe(bytes("foo"), null)).isTrue();
        assertThat(both.maySubscribe(bytes("foo"), bytes("v1"))).isTrue();
        assertThat(both.maySubscribe(bytes("foo"), bytes("v2"))).isFalse();
    }

    @Test
    void the_servers_own_queue_is_closed_to_everybody() {
        assertThat(Permissions.ALL.maySubscribe(bytes("foo"), bytes("_sys_"))).isFalse();
        assertThat(Permissions.ALL.maySubscribe(bytes("foo"), bytes("sys"))).isTrue();
    }

    @Test
    void a_subject_with_an_empty_token_is_in_no_rule() {
        Permissions allow = Permissions.of(options(new Rule("a.>"), null, true));
        Permissions deny = Permissions.of(options(null, new Rule("a.>"), true));
        for (String subject : List.of("a..b", "a.", ".a", "", "a.b.")) {
            assertThat(allow.mayPublish(bytes(subject), 0, subject.length()))
                    .as(subject)
                    .isFalse();
            assertThat(deny.mayPublish(bytes(subject), 0, subject.length()))
                    .as(subject)
                    .isTrue();
        }
    }

    @Test
    void many_rules_are_judged_the_same_from_the_cache() {
        List<String> allow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            allow.add("s" + i + ".*");
        }
        Permissions permissions =
                Permissions.of(PermissionsOptions.builder().publishAllow(allow).build());
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 1_000; i++) {
                byte[] subject = bytes("xs" + (i % 40) + "." + i);
                assertThat(permissions.mayPublish(subject, 1, subject.length - 1))
                        .isEqualTo(i % 40 < 20);
            }
        }
    }

    @Test
    void an_empty_list_allows_nothing_and_an_absent_one_everything() {
        Permissions nothing = Permissions.of(PermissionsOptions.builder()
                .publishAllow(List.of())
                .subscribeAllow(List.of())
                .build());
        assertThat(nothing.mayPublish(bytes("a"), 0, 1)).isFalse();
        assertThat(nothing.maySubscribe(bytes("a"), null)).isFalse();
        Permissions all = Permissions.of(PermissionsOptions.builder().build());
        assertThat(all.mayPublishAll()).isTrue();
        assertThat(all.maySubscribe(bytes(">"), null)).isTrue();
        assertThat(Permissions.of(null)).isSameAs(Permissions.ALL);
    }

    private static boolean deliver(Permissions permissions, String subject, @Nullable String queue) {
        return permissions.mayDeliver(bytes(subject), 0, subject.length(), queue == null ? null : bytes(queue));
    }

    private static Permissions sub(@Nullable List<String> allow, List<String> deny) {
        return Permissions.of(PermissionsOptions.builder()
                .subscribeAllow(allow)
                .subscribeDeny(deny)
                .build());
    }

    private static PermissionsOptions options(@Nullable Rule allow, @Nullable Rule deny, boolean publish) {
        @Nullable List<String> allowed = allow == null ? null : List.of(allow.text());
        List<String> denied = deny == null ? List.of() : List.of(deny.text());
        return publish
                ? PermissionsOptions.builder()
                        .publishAllow(allowed)
                        .publishDeny(denied)
                        .build()
                : PermissionsOptions.builder()
                        .subscribeAllow(allowed)
                        .subscribeDeny(denied)
                        .build();
    }

    private static String text(@Nullable Rule allow, @Nullable Rule deny) {
        return "allow " + (allow == null ? "everything" : allow.text()) + ", deny "
                + (deny == null ? "nothing" : deny.text());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
