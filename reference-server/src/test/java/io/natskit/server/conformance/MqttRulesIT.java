// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import static io.natskit.server.auth.RuleSets.RULES;
import static io.natskit.server.auth.RuleSets.UNIVERSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.server.NatsServer;
import io.natskit.server.TestClock;
import io.natskit.server.auth.RuleSets.Rule;
import io.natskit.server.conformance.MqttLine.Heard;
import io.natskit.server.jetstream.storage.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Trust A2 for devices: random users under random rules publish every topic, live, retained and as their will; and hear what is published now, with QoS 0 and 1, what was
 * retained before, and what was kept for them while they were away. What gets through is what the rules, read as sets of subjects, allow.
 */
class MqttRulesIT {
    private static final int USERS = 5;
    private static final int FILTERS = 12;
    private static final List<String> PREFIX = List.of("m.");

    @Test
    void what_gets_through_mqtt_live_retained_and_replayed_is_what_the_rules_read_as_sets_allow() {
        Seeds.each(1, random -> {
            List<RuledUser> users = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                users.add(RuledUser.random("u" + i, random));
            }
            try (NatsServer server = start(users);
                    World world = new World(server)) {
                for (RuledUser user : users) {
                    world.checkPublishing(user);
                    world.checkWills(user, random);
                }
                world.retainAll("x");
                for (RuledUser user : users) {
                    world.checkHearing(user, random);
                }
                server.checkInvariants();
            }
        });
    }

    private static NatsServer start(List<RuledUser> users) {
        StringBuilder config = new StringBuilder("server_name: devices\nmqtt { listen: \"127.0.0.1:-1\" }\n"
                + "authorization { users: [ {user: free, password: p}\n");
        // the level above "m/#" is heard with it
        users.forEach(user -> config.append(user.config(PREFIX, List.of(), PREFIX, List.of("m"))));
        return NatsServer.builder()
                .config(config.append("] }\n").toString())
                // then an answer comes after all that was delivered before
                .configure(o -> o.loops(1))
                .jetStream()
                .host("127.0.0.1")
                .port(-1)
                .log((level, line) -> {})
                .clock(new TestClock())
                .start();
    }

    private static String topic(int subject) {
        return "m/" + UNIVERSE.get(subject).replace('.', '/');
    }

    /** The server, and somebody who may do all, as a client of NATS and as a device. */
    private static final class World implements AutoCloseable {
        private static final Duration PATIENCE = Duration.ofSeconds(10);
        /** Below {@code m}, and none of the topics that the rules are about. */
        private static final String MARKER = "m/marker";

        private final NatsServer server;
        private final RawClient nats;
        private final MqttLine free;
        /** What listeners heard while they were waited for. */
        private final List<Heard> kept = new ArrayList<>();

        World(NatsServer server) {
            this.server = server;
            free = login("free", "free", true);
            nats = new RawClient(server.port());
            nats.connect("\"user\":\"free\",\"pass\":\"p\",\"headers\":true");
            nats.exchange("SUB m.> 1\r\n");
        }

        private MqttLine login(String user, String id, boolean clean) {
            return new MqttLine(server.mqttPort(), user, id, clean, null);
        }

        private static TreeSet<String> topics(IntPredicate which) {
            TreeSet<String> all = new TreeSet<>();
            for (int i = 0; i < UNIVERSE.size(); i++) {
                if (which.test(i)) {
                    all.add(topic(i));
                }
            }
            return all;
        }

        /** The topics that NATS heard of since the last time. */
        private TreeSet<String> published() {
            TreeSet<String> all = new TreeSet<>();
            for (String line : nats.exchange("").split("\r\n", -1)) {
                if (line.startsWith("HMSG m.") || line.startsWith("MSG m.")) {
                    all.add(line.split(" ", -1)[1].replace('.', '/'));
                }
            }
            return all;
        }

        void retainAll(String payload) {
            for (int i = 0; i < UNIVERSE.size(); i++) {
                free.publish(topic(i), MqttLine.RETAIN | MqttLine.QOS1, payload);
            }
            awaitKept();
            published();
        }

        /** Until JetStream has all that was published with QoS 1, and all who wanted it have taken it. */
        private void awaitKept(MqttLine... listeners) {
            until("no message is left in the stream", () -> {
                free.heard();
                for (MqttLine one : listeners) {
                    kept.addAll(one.heard());
                }
                return nats.exchange(ask("$MQTT_msgs")).contains("\"messages\":0,");
            });
        }

        private static void until(String what, Callable<Boolean> holds) {
            await(what)
                    .atMost(PATIENCE)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(holds);
        }

        /** Until nobody is there but the two who may do all. */
        private void awaitAlone() {
            until("all devices are gone", () -> server.clientCount() <= 2);
        }

        private static String ask(String stream) {
            return "SUB _INBOX.i 9\r\nUNSUB 9 1\r\nPUB $JS.API.STREAM.INFO." + stream + " _INBOX.i 0\r\n\r\n";
        }

        void checkPublishing(RuledUser user) {
            retainAll("");
            try (MqttLine device = login(user.name(), "out-" + user.name(), true)) {
                for (int i = 0; i < UNIVERSE.size(); i++) {
                    device.publish(topic(i), MqttLine.RETAIN | (i % 2 == 0 ? 0 : MqttLine.QOS1), "x");
                }
                device.heard();
            }
            TreeSet<String> allowed = topics(user::allows);
            assertThat(published()).as("published by %s", user).isEqualTo(allowed);
            awaitKept();
            TreeSet<String> retained = new TreeSet<>();
            try (MqttLine later = login("free", "later", true)) {
                later.subscribe("m/#", 0);
                later.heard().forEach(one -> retained.add(one.topic()));
            }
            assertThat(retained).as("retained by %s", user).isEqualTo(allowed);
        }

        void checkWills(RuledUser user, Random random) {
            TreeSet<String> allowed = new TreeSet<>();
            for (int k = 0; k < 4; k++) {
                int subject = random.nextInt(UNIVERSE.size());
                new MqttLine(server.mqttPort(), user.name(), "will-" + k, true, topic(subject)).close();
                if (user.allows(subject)) {
                    allowed.add(topic(subject));
                }
            }
            awaitAlone();
            // what the server had to tell of those who left comes before this
            free.publish(MARKER, 0, "");
            TreeSet<String> heard = new TreeSet<>();
            until("the marker is heard", () -> {
                heard.addAll(published());
                return heard.remove(MARKER);
            });
            assertThat(heard).as("last words of %s", user).isEqualTo(allowed);
        }

        void checkHearing(RuledUser user, Random random) {
            String id = "in-" + user.name();
            Map<Rule, Integer> granted;
            try (MqttLine device = login(user.name(), id, false)) {
                granted = subscribe(device, user, random);
                assertThat(heardBy(device))
                        .as("retained, heard by %s", user)
                        .isEqualTo(expected(user, granted, qos -> true));

                publishAll();
                assertThat(heardBy(device))
                        .as("live, heard by %s", user)
                        .isEqualTo(expected(user, granted, qos -> true));
            }
            awaitAlone();
            publishAll();
            try (MqttLine back = login(user.name(), id, false)) {
                assertThat(heardBy(back)).as("replayed to %s", user).isEqualTo(expected(user, granted, qos -> qos > 0));
            }
            login(user.name(), id, true).close();
        }

        /** Subscribes to filters by chance; answers the rules that were granted, with their QoS. */
        private static Map<Rule, Integer> subscribe(MqttLine device, RuledUser user, Random random) {
            Map<Rule, Integer> granted = new HashMap<>();
            for (int k = 0; k < FILTERS; k++) {
                Rule rule = RULES.get(random.nextInt(RULES.size()));
                if (granted.containsKey(rule)) {
                    continue;
                }
                int qos = random.nextInt(2);
                int code = device.subscribe(filter(rule), qos);
                assertThat(code).as("answer to %s of %s", rule, user).isEqualTo(accepts(user, rule) ? qos : 0x80);
                if (code == qos) {
                    granted.put(rule, qos);
                }
            }
            return granted;
        }

        /** How often each topic came, when all that is kept has been taken. */
        private Map<String, Integer> heardBy(MqttLine device) {
            kept.clear();
            awaitKept(device);
            Map<String, Integer> all = new HashMap<>();
            kept.forEach(one -> all.merge(one.topic(), 1, Integer::sum));
            return all;
        }

        private void publishAll() {
            for (int i = 0; i < UNIVERSE.size(); i++) {
                free.publish(topic(i), MqttLine.QOS1, "x");
            }
            free.heard();
        }

        private static String filter(Rule rule) {
            return "m/" + rule.text().replace('.', '/').replace('*', '+').replace('>', '#');
        }

        /** {@code a/#} means {@code a}, too. */
        private static Rule levelUp(Rule rule) {
            String text = rule.text();
            String up = text.endsWith(".>") ? text.substring(0, text.length() - 2) : text;
            return RULES.stream()
                    .filter(one -> one.text().equals(up))
                    .findFirst()
                    .orElseThrow();
        }

        private static boolean accepts(RuledUser user, Rule rule) {
            return user.accepts(rule) && user.accepts(levelUp(rule));
        }

        private static Map<String, Integer> expected(
                RuledUser user, Map<Rule, Integer> granted, Predicate<Integer> which) {
            Map<String, Integer> all = new HashMap<>();
            granted.forEach((rule, qos) -> {
                for (int i = 0; i < UNIVERSE.size(); i++) {
                    boolean named = rule.holds(i) || levelUp(rule).holds(i);
                    if (named && user.allows(i) && which.test(qos)) {
                        all.merge(topic(i), 1, Integer::sum);
                    }
                }
            });
            return all;
        }

        @Override
        public void close() {
            free.close();
            nats.close();
        }
    }
}
