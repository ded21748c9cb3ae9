// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import io.natskit.server.TestClock;
import io.natskit.server.auth.RuleSets;
import io.natskit.server.auth.RuleSets.Rule;
import io.natskit.server.config.PermissionsOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.UserOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Trust A1 from end to end: for each pair of an allow and a deny rule, what a client over a socket may publish and what it is delivered is what
 * the rules, read as sets of subjects, allow.
 */
class PermissionsThroughTheServerIT {
    private final List<Pair> pairs = new ArrayList<>();
    private NatsServer server;
    private RawClient free;

    private record Pair(
            String user, @Nullable Rule allow, @Nullable Rule deny) {}

    @BeforeEach
    void start() {
        for (@Nullable Rule allow : RuleSets.rulesOrNone()) {
            for (@Nullable Rule deny : RuleSets.rulesOrNone()) {
                pairs.add(new Pair("u" + pairs.size(), allow, deny));
            }
        }
        List<UserOptions> users = new ArrayList<>();
        pairs.forEach(pair -> users.add(user(pair)));
        users.add(UserOptions.builder().name("free").password("p").build());
        ServerOptions options = ServerOptions.builder()
                .authorization(a -> a.users(users))
                .loops(1) // then a PONG comes after all that was delivered before
                .build();
        server = NatsServer.builder()
                .options(options)
                .host("127.0.0.1")
                .port(-1)
                .log((level, line) -> {})
                .clock(new TestClock()) // stands still: no PING of the server comes in between
                .start();
        free = login("free");
    }

    @AfterEach
    void stop() {
        free.close();
        server.checkInvariants();
        server.close();
    }

    @Test
    void what_is_delivered_is_what_the_rules_read_as_sets_allow() {
        StringBuilder publishes = new StringBuilder();
        RuleSets.UNIVERSE.forEach(
                subject -> publishes.append("PUB ").append(subject).append(" 0\r\n\r\n"));
        for (Pair pair : pairs) {
            try (RawClient client = login(pair.user)) {
                String refusals = client.exchange(subscriptions());
                assertThat(refusals).as("%s", pair).isEqualTo(expectedRefusals(pair));
                free.exchange(publishes.toString());
                assertThat(delivered(client.exchange(""))).as("%s", pair).isEqualTo(expectedDeliveries(pair));
            }
        }
    }

    @Test
    void what_may_be_published_is_what_the_rules_read_as_sets_allow() {
        free.exchange("SUB > 1\r\n");
        for (Pair pair : pairs) {
            try (RawClient client = login(pair.user)) {
                StringBuilder publishes = new StringBuilder();
                StringBuilder refusals = new StringBuilder();
                Set<String> heard = new HashSet<>();
                for (int i = 0; i < RuleSets.UNIVERSE.size(); i++) {
                    String subject = RuleSets.UNIVERSE.get(i);
                    publishes.append("PUB ").append(subject).append(" 0\r\n\r\n");
                    if (RuleSets.allows(pair.allow, pair.deny, i)) {
                        heard.add(subject + " 1");
                    } else {
                        refusals.append("-ERR 'Permissions Violation for Publish to \"" + subject + "\"'\r\n");
                    }
                }
                assertThat(client.exchange(publishes.toString())).as("%s", pair).isEqualTo(refusals.toString());
                assertThat(delivered(free.exchange(""))).as("%s", pair).isEqualTo(heard);
            }
        }
    }

    // each rule as a plain subscription and as one of a queue group of its own
    private static String subscriptions() {
        StringBuilder text = new StringBuilder();
        for (Rule rule : RuleSets.RULES) {
            text.append("SUB ")
                    .append(rule.text())
                    .append(' ')
                    .append(sid(rule, false))
                    .append("\r\n");
            text.append("SUB ").append(rule.text()).append(" q").append(sid(rule, true));
            text.append(' ').append(sid(rule, true)).append("\r\n");
        }
        return text.toString();
    }

    private static String expectedRefusals(Pair pair) {
        StringBuilder text = new StringBuilder();
        for (Rule rule : RuleSets.RULES) {
            if (!RuleSets.accepts(pair.allow, pair.deny, rule)) {
                String refusal = "-ERR 'Permissions Violation for Subscription to \"" + rule.text() + "\"";
                text.append(refusal).append("'\r\n");
                text.append(refusal)
                        .append(" using queue \"q")
                        .append(sid(rule, true))
                        .append("\"'\r\n");
            }
        }
        return text.toString();
    }

    private static Set<String> expectedDeliveries(Pair pair) {
        Set<String> expected = new HashSet<>();
        for (Rule rule : RuleSets.RULES) {
            for (int i = 0; i < RuleSets.UNIVERSE.size(); i++) {
                if (rule.holds(i)
                        && RuleSets.accepts(pair.allow, pair.deny, rule)
                        && RuleSets.allows(pair.allow, pair.deny, i)) {
                    expected.add(RuleSets.UNIVERSE.get(i) + " " + sid(rule, false));
                    expected.add(RuleSets.UNIVERSE.get(i) + " " + sid(rule, true));
                }
            }
        }
        return expected;
    }

    private static Set<String> delivered(String lines) {
        Set<String> delivered = new HashSet<>();
        int messages = 0;
        for (String line : lines.split("\r\n", -1)) {
            if (!line.isEmpty()) {
                assertThat(line).startsWith("MSG ").endsWith(" 0");
                delivered.add(line.substring(4, line.length() - 2));
                messages++;
            }
        }
        assertThat(delivered).as("each message once").hasSize(messages);
        return delivered;
    }

    private static int sid(Rule rule, boolean queue) {
        return 2 * RuleSets.RULES.indexOf(rule) + (queue ? 1 : 0);
    }

    private static UserOptions user(Pair pair) {
        @Nullable List<String> allow = pair.allow == null ? null : List.of(pair.allow.text());
        List<String> deny = pair.deny == null ? List.of() : List.of(pair.deny.text());
        PermissionsOptions permissions = PermissionsOptions.builder()
                .publishAllow(allow)
                .publishDeny(deny)
                .subscribeAllow(allow)
                .subscribeDeny(deny)
                .build();
        return UserOptions.builder()
                .name(pair.user)
                .password("p")
                .permissions(permissions)
                .build();
    }

    private RawClient login(String user) {
        RawClient client = new RawClient(server.port());
        assertThat(client.connect("\"user\":\"" + user + "\",\"pass\":\"p\"")).isEmpty();
        return client;
    }
}
