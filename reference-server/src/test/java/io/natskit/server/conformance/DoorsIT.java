// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import static io.natskit.server.auth.RuleSets.RULES;
import static io.natskit.server.auth.RuleSets.UNIVERSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import io.natskit.server.TestClock;
import io.natskit.server.auth.RuleSets.Rule;
import io.natskit.server.jetstream.storage.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Trust A2: random users under random rules, through every door there is. Over TCP, WebSocket and in-process they publish every subject, into their account, into a
 * service of another account, into a stream, as a direct get of a stream, its mirror and one that sources it, as a pull, and as the destination of a trace; and subscribe, plainly and in queues, to
 * what is published there, what another account exports and what a stream republishes. What gets through is what the rules, read as sets of subjects, allow.
 */
class DoorsIT {
    private static final int USERS = 8;
    private static final List<String> READ =
            List.of("$JS.API.DIRECT.GET.S.js.", "$JS.API.DIRECT.GET.MIRROR.js.", "$JS.API.DIRECT.GET.SOURCED.js.");
    private static final String PULLED = "$JS.API.CONSUMER.MSG.NEXT.S.";
    private static final List<String> PUBLISHED = published();
    private static final String TRACED = "trace.";
    /** What everybody may publish, for the sake of where its trace goes. */
    private static final String OPEN = "open";

    private static final List<String> HEARD = List.of("core.", "imp.", "rep.");
    private static final String STREAM =
            "{\"name\":\"S\",\"subjects\":[\"js.>\"],\"storage\":\"memory\",\"allow_direct\":true,"
                    + "\"max_msgs_per_subject\":1,\"republish\":{\"src\":\"js.>\",\"dest\":\"rep.>\"}}";

    private static List<String> published() {
        List<String> all = new ArrayList<>(List.of("core.", "svc.", "js.", PULLED));
        all.addAll(READ);
        return all;
    }

    @Test
    void what_gets_through_any_door_is_what_the_rules_read_as_sets_allow() {
        Seeds.each(1, random -> {
            List<RuledUser> users = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                users.add(RuledUser.random("u" + i, random));
            }
            TestClock clock = new TestClock();
            try (NatsServer server = start(users, clock);
                    World world = new World(server, clock)) {
                for (RuledUser user : users) {
                    for (Line.Door door : Line.Door.values()) {
                        try (Line line = world.login(door, user.name())) {
                            world.checkPublishing(line, user, door);
                            world.checkHearing(line, user, door, random);
                        }
                    }
                }
                server.checkInvariants();
            }
        });
    }

    private static NatsServer start(List<RuledUser> users, TestClock clock) {
        StringBuilder config = new StringBuilder("websocket { listen: \"127.0.0.1:-1\", no_tls: true }\naccounts {\n"
                + " A { jetstream: enabled, imports: [ {service: {account: B, subject: \"svc.>\"}}, {stream: {account: B, subject: \"imp.>\"}} ]\n"
                + " users: [ {user: free, password: p}\n");
        List<String> ruled = new ArrayList<>(PUBLISHED);
        ruled.add(TRACED);
        users.forEach(user -> config.append(user.config(ruled, List.of(OPEN), HEARD, List.of("_INBOX.>"))));
        config.append(
                "] }\n B { exports: [ {service: \"svc.>\"}, {stream: \"imp.>\"} ], users: [ {user: owner, password: p} ] }\n}\n");
        return NatsServer.builder()
                .config(config.toString())
                // then a PONG comes after all that was delivered before
                .configure(o -> o.loops(1))
                .jetStream()
                .host("127.0.0.1")
                .port(-1)
                .log((level, line) -> {})
                .clock(clock)
                .start();
    }

    /** The server, somebody who may do all in each of the accounts, and what they heard. */
    private static final class World implements AutoCloseable {
        private static final int ROUNDS_MAX = 2_000;

        private final NatsServer server;
        private final TestClock clock;
        private final Line free;
        private final Line owner;
        private int marks;

        World(NatsServer server, TestClock clock) {
            this.server = server;
            this.clock = clock;
            free = login(Line.Door.TCP, "free");
            owner = login(Line.Door.TCP, "owner");
            String made = request("$JS.API.STREAM.CREATE.S", STREAM);
            assertThat(made).contains("\"did_create\":true");
            free.exchange("SUB core.> 1\r\nSUB rep.> 2\r\nSUB trace.> 3\r\n");
            owner.exchange("SUB svc.> 1\r\n");
            publishAll(free, "js.");
            stored();
            copied("MIRROR", "\"mirror\":{\"name\":\"S\"}");
            copied("SOURCED", "\"sources\":[{\"name\":\"S\"}]");
            for (String subject : UNIVERSE) {
                if (subject.indexOf('.') < 0) {
                    consumer(subject, "\"filter_subject\":\"js.none\"");
                }
            }
        }

        /** Another stream with all that the first one has. */
        private void copied(String name, String from) {
            String made = request(
                    "$JS.API.STREAM.CREATE." + name,
                    "{\"name\":\"" + name + "\",\"storage\":\"memory\",\"allow_direct\":true," + from + "}");
            assertThat(made).contains("\"did_create\":true");
            // the marks are copied, too
            String all = "\"messages\":" + (UNIVERSE.size() + marks) + ",";
            String told = "";
            for (int i = 0; i < ROUNDS_MAX; i++) {
                // copying begins a moment after a stream was made
                clock.advance(Duration.ofMillis(50));
                told = request("$JS.API.STREAM.INFO." + name, "");
                if (told.contains(all)) {
                    return;
                }
            }
            throw new AssertionError(name + " has not taken everything in (expected: " + all + "): " + told);
        }

        private void consumer(String name, String how) {
            String config = "{\"durable_name\":\"" + name + "\",\"deliver_policy\":\"new\",\"ack_policy\":\"none\","
                    + how + "}";
            String made = request(
                    "$JS.API.CONSUMER.DURABLE.CREATE.S." + name, "{\"stream_name\":\"S\",\"config\":" + config + "}");
            assertThat(made).contains("\"name\":\"" + name + "\"");
        }

        Line login(Line.Door door, String user) {
            Line line = door.open(server);
            String answer =
                    line.exchange("CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true,\"user\":\""
                            + user + "\",\"pass\":\"p\"}\r\n");
            assertThat(answer).as(user).doesNotContain("-ERR");
            return line;
        }

        private String request(String subject, String payload) {
            StringBuilder heard = new StringBuilder(free.exchange("SUB _INBOX.world 9\r\nUNSUB 9 1\r\nPUB " + subject
                    + " _INBOX.world " + payload.length() + "\r\n" + payload + "\r\n"));
            for (int i = 0; i < ROUNDS_MAX && heard.indexOf("MSG _INBOX.world 9") < 0; i++) {
                heard.append(free.exchange(""));
            }
            return heard.toString();
        }

        private static void publishAll(Line line, String prefix) {
            StringBuilder text = new StringBuilder();
            UNIVERSE.forEach(subject ->
                    text.append("PUB ").append(prefix).append(subject).append(" 0\r\n\r\n"));
            line.exchange(text.toString());
        }

        /** Waits until the stream has taken what was published before; answers what was heard by the free client until then. */
        private String stored() {
            String mark = "rep.mark." + ++marks + " ";
            StringBuilder heard = new StringBuilder(free.exchange("PUB js.mark." + marks + " 0\r\n\r\n"));
            for (int i = 0; i < ROUNDS_MAX && heard.indexOf(mark) < 0; i++) {
                heard.append(free.exchange(""));
            }
            assertThat(heard.indexOf(mark)).as("the stream goes on").isNotNegative();
            return heard.toString();
        }

        private static TreeSet<String> matching(RuledUser user, Function<Integer, String> line) {
            TreeSet<String> lines = new TreeSet<>();
            for (int i = 0; i < UNIVERSE.size(); i++) {
                if (user.allows(i)) {
                    lines.add(line.apply(i));
                }
            }
            return lines;
        }

        /** The subjects of messages that begin so, without that. */
        private static TreeSet<String> subjects(String heard, String prefix) {
            TreeSet<String> found = new TreeSet<>();
            for (String line : heard.split("\r\n", -1)) {
                int at = line.startsWith("MSG ") ? 4 : line.startsWith("HMSG ") ? 5 : -1;
                if (at > 0 && line.startsWith(prefix, at) && !line.startsWith("rep.mark.", at)) {
                    found.add(line.substring(at + prefix.length(), line.indexOf(' ', at)));
                }
            }
            return found;
        }

        void checkPublishing(Line line, RuledUser user, Line.Door door) {
            free.exchange("");
            stored();
            String answer = publishEverything(line);
            TreeSet<String> allowed = matching(user, UNIVERSE::get);
            String atHome = stored();
            assertThat(subjects(atHome, "core."))
                    .as("published by %s, %s", door, user)
                    .isEqualTo(allowed);
            assertThat(subjects(atHome, "rep."))
                    .as("stored by %s, %s", door, user)
                    .isEqualTo(allowed);
            assertThat(subjects(atHome, TRACED))
                    .as("told of a trace by %s, %s", door, user)
                    .isEqualTo(allowed);
            assertThat(subjects(owner.exchange(""), "svc."))
                    .as("asked of a service by %s, %s", door, user)
                    .isEqualTo(allowed);
            TreeSet<String> pulled = new TreeSet<>(allowed);
            pulled.removeIf(subject -> subject.indexOf('.') >= 0);
            answer = answered(line, answer, READ.size() * allowed.size() + pulled.size());
            for (String read : READ) {
                assertThat(subjects(answer, inbox(read)))
                        .as("got directly from %s by %s, %s", read, door, user)
                        .isEqualTo(allowed);
            }
            assertThat(subjects(answer, inbox(PULLED)))
                    .as("pulled by %s, %s", door, user)
                    .isEqualTo(pulled);
            assertThat(count(answer, "-ERR 'Permissions Violation for Publish to "))
                    .as("refused by %s, %s", door, user)
                    .isEqualTo((PUBLISHED.size() + 1) * (UNIVERSE.size() - allowed.size()));
            line.exchange("UNSUB 7\r\n");
        }

        /** Publishes every subject below every prefix, and has traces told to every one; what the line hears. */
        private static String publishEverything(Line line) {
            StringBuilder text = new StringBuilder("SUB _INBOX.got.> 7\r\n");
            for (String subject : UNIVERSE) {
                for (String prefix : PUBLISHED) {
                    boolean pull = prefix.equals(PULLED);
                    // nothing is there for others, which no consumer is called
                    boolean asks = READ.contains(prefix) || pull && subject.indexOf('.') < 0;
                    String payload = pull ? "{\"no_wait\":true}" : "";
                    text.append("PUB ")
                            .append(prefix)
                            .append(subject)
                            .append(asks ? " " + inbox(prefix) + subject : "")
                            .append(' ')
                            .append(payload.length())
                            .append("\r\n")
                            .append(payload)
                            .append("\r\n");
                }
                String headers =
                        "NATS/1.0\r\nNats-Trace-Dest: " + TRACED + subject + "\r\nNats-Trace-Only: true\r\n\r\n";
                text.append("HPUB ")
                        .append(OPEN)
                        .append(' ')
                        .append(headers.length())
                        .append(' ')
                        .append(headers.length())
                        .append("\r\n")
                        .append(headers)
                        .append("\r\n");
            }
            return line.exchange(text.toString());
        }

        /** Where the answers go to what is asked below a prefix. */
        private static String inbox(String prefix) {
            return "_INBOX.got." + (PULLED.equals(prefix) ? "pull" : READ.indexOf(prefix)) + ".";
        }

        /** What was heard, with so many answers among it. */
        private static String answered(Line line, String soFar, int answers) {
            StringBuilder all = new StringBuilder(soFar);
            for (int i = 0; i < ROUNDS_MAX && count(all, "MSG _INBOX.got.") < answers; i++) {
                all.append(line.exchange(""));
            }
            return all.toString();
        }

        private static int count(CharSequence text, String part) {
            int count = 0;
            String all = text.toString();
            for (int at = all.indexOf(part); at >= 0; at = all.indexOf(part, at + 1)) {
                count++;
            }
            return count;
        }

        void checkHearing(Line line, RuledUser user, Line.Door door, Random random) {
            StringBuilder text = new StringBuilder();
            TreeSet<String> expected = new TreeSet<>();
            int refusals = 0;
            for (int sid = 100; sid < 124; sid++) {
                Rule rule = RULES.get(random.nextInt(RULES.size()));
                String prefix = HEARD.get(sid % HEARD.size());
                String queue = random.nextInt(3) == 0 ? "q" + sid + " " : "";
                text.append("SUB ")
                        .append(prefix)
                        .append(rule.text())
                        .append(' ')
                        .append(queue)
                        .append(sid)
                        .append("\r\n");
                if (!user.accepts(rule)) {
                    refusals++;
                    continue;
                }
                for (int i = 0; i < UNIVERSE.size(); i++) {
                    if (rule.holds(i) && user.allows(i)) {
                        expected.add(prefix + UNIVERSE.get(i) + " " + sid);
                    }
                }
            }
            assertThat(count(line.exchange(text.toString()), "-ERR 'Permissions Violation for Subscription to "))
                    .as("subscriptions refused by %s, %s", door, user)
                    .isEqualTo(refusals);
            publishAll(free, "core.");
            publishAll(owner, "imp.");
            publishAll(free, "js.");
            stored();
            TreeSet<String> heard = new TreeSet<>();
            for (int i = 0; i < ROUNDS_MAX && (i < 2 || !heard.containsAll(expected)); i++) {
                for (String each : line.exchange("").split("\r\n", -1)) {
                    if (each.startsWith("MSG ") || each.startsWith("HMSG ")) {
                        String[] words = each.split(" ", -1);
                        heard.add(words[1] + " " + words[2]);
                    }
                }
            }
            // the mark of a stream lies within "rep.>" and is none of the subjects
            heard.removeIf(each -> each.startsWith("rep.mark."));
            assertThat(heard).as("heard by %s, %s", door, user).containsExactlyInAnyOrderElementsOf(expected);
        }

        @Override
        public void close() {
            free.close();
            owner.close();
        }
    }
}
