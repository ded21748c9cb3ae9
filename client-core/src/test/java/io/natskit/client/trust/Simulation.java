// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.BackPressure;
import io.natskit.client.ClientResources;
import io.natskit.client.Connection;
import io.natskit.client.ForceReconnect;
import io.natskit.client.InDoubtException;
import io.natskit.client.Message;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.wire.headers.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One run of one seed; see {@link ReconnectSimulationIT}. */
final class Simulation {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int PUBLISHERS = 3;
    private static final int ROUNDS_MAX = 2_000;
    private static final Headers HEADERS =
            Headers.builder().add("Kind", "simulated").build();

    private final long seed;
    private final SplittableRandom random;
    private final boolean moving;
    private final int payloadMax;
    private final int ticksMax;
    private final Map<String, List<Integer>> published = new TreeMap<>();
    private final Map<String, List<Integer>> confirmed = new TreeMap<>();
    private final Map<String, CompletableFuture<Message>> requests = new TreeMap<>();
    private final List<Integer> fed = new CopyOnWriteArrayList<>();
    private final List<Integer> ticked = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> moves = new ArrayList<>();

    /**
     * A run.
     *
     * @param moving whether the client moves between connections meanwhile, with payloads that fill its socket
     */
    Simulation(long seed, boolean moving) {
        this.seed = seed;
        this.moving = moving;
        this.payloadMax = moving ? 6_000 : 200;
        this.random = new SplittableRandom(seed);
        this.ticksMax = 1 + random.nextInt(500);
    }

    void run() throws Exception {
        String threads = "sim-" + seed;
        int faults = 3 + random.nextInt(8);
        ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS);
        try (ChaosServer server = new ChaosServer(seed, faults, moving ? 4096 : 0);
                ClientResources resources = Nats.resources(r -> r.threadNamePrefix(threads));
                Connection c = connect(server, resources)) {
            c.subscribe("feed.>", m -> fed.add(Integer.parseInt(m.text())));
            Subscription ticks = c.subscribe(
                    "tick",
                    SubscribeOptions.of(o -> o.maxMessages(ticksMax)),
                    m -> ticked.add(Integer.parseInt(m.text())));
            int rounds = 0;
            while (!(server.isCalm() && rounds >= 3)) {
                assertThat(rounds++).as("rounds").isLessThan(ROUNDS_MAX);
                round(c, publishers);
            }
            settle(c, publishers);
            tickOut(c, ticks, publishers);
            check(c, server);
            checkSubscriptions(c, server, ticks);
        } finally {
            publishers.shutdownNow();
        }
        await().atMost(SOON)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith(threads)));
    }

    private Connection connect(ChaosServer server, ClientResources resources) {
        long waitNanos = random.nextInt(2_000_000);
        boolean narrow = random.nextInt(4) == 0;
        return Nats.connect(o -> {
            o.resources(resources);
            o.servers(s -> s.servers(server.url()).shuffle(false).retryFirstConnect(true));
            o.reconnect(r -> r.policy((round, chance) -> Duration.ofNanos(waitNanos))
                    .maxAttempts(-1)
                    .closeOnRepeatedAuthError(false));
            o.buffers(b -> b.backPressure(BackPressure.block(SOON))
                    .sendBufferBytes(moving ? 4096 : 0)
                    .outgoingBytes(narrow ? 4096 : 1 << 20)
                    .offlineBytes(narrow ? 4096 : 1 << 20));
        });
    }

    /** Publishers and requesters side by side, then one flush that vouches for this round or says that it is in doubt. */
    private void round(Connection c, ExecutorService publishers) throws Exception {
        Map<String, List<Integer>> batch = new TreeMap<>();
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            String subject = "p." + i;
            List<Integer> mine = published.computeIfAbsent(subject, s -> new ArrayList<>());
            int from = mine.size();
            int count = 1 + random.nextInt(40);
            SplittableRandom own = random.split();
            for (int n = from; n < from + count; n++) {
                mine.add(n);
                batch.computeIfAbsent(subject, s -> new ArrayList<>()).add(n);
            }
            done.add(CompletableFuture.runAsync(() -> publish(c, subject, from, count, own), publishers));
        }
        if (moving && random.nextBoolean()) {
            moves.add(c.async().reconnect(ForceReconnect.of(f -> f.overlap(true).target(ForceReconnect.Target.SAME))));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String id = "r" + requests.size();
            requests.put(id, c.async().request("svc", id.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
        for (CompletableFuture<Void> one : done) {
            one.get(30, TimeUnit.SECONDS);
        }
        try {
            c.flush(SOON);
            batch.forEach((subject, numbers) ->
                    confirmed.computeIfAbsent(subject, s -> new ArrayList<>()).addAll(numbers));
        } catch (InDoubtException e) {
            // neither confirmed nor lost for certain: check() holds it to the count of those in doubt
        }
    }

    private void publish(Connection c, String subject, int from, int count, SplittableRandom chance) {
        for (int n = from; n < from + count; n++) {
            byte[] payload = (n + " " + "x".repeat(chance.nextInt(payloadMax)))
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            if (chance.nextInt(5) == 0) {
                c.publish(subject, HEADERS, payload);
            } else {
                c.publish(subject, payload);
            }
        }
    }

    /** The faults are over: after two confirmed rounds nothing is on its way any more. */
    private void settle(Connection c, ExecutorService publishers) throws Exception {
        for (CompletableFuture<Void> move : moves) {
            // one may fail, by the fate of the connection that it was to; none may be forgotten
            move.handle((done, error) -> error).get(30, TimeUnit.SECONDS);
        }
        int before = confirmed.values().stream().mapToInt(List::size).sum();
        for (int i = 0;
                i < 20 && confirmed.values().stream().mapToInt(List::size).sum() == before;
                i++) {
            round(c, publishers);
        }
        c.flush(SOON);
    }

    private void tickOut(Connection c, Subscription ticks, ExecutorService publishers) throws Exception {
        for (int i = 0; i < ROUNDS_MAX && ticks.isActive(); i++) {
            round(c, publishers);
        }
        await().atMost(SOON).until(() -> ticks.ended().isDone());
    }

    private void check(Connection c, ChaosServer server) {
        assertThat(server.failures()).as("what the server did not understand").isEmpty();
        Map<String, List<Integer>> arrived = server.arrivals();
        long lost = 0;
        for (Map.Entry<String, List<Integer>> entry : published.entrySet()) {
            List<Integer> got = arrived.getOrDefault(entry.getKey(), List.of());
            assertThat(got)
                    .as("%s: in order, none twice", entry.getKey())
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(got)
                    .as("%s: all that a flush confirmed", entry.getKey())
                    .containsAll(confirmed.getOrDefault(entry.getKey(), List.of()));
            lost += entry.getValue().size() - got.size();
        }
        assertThat(lost)
                .as("lost without being counted in doubt")
                .isLessThanOrEqualTo(c.statistics().messagesInDoubt());
        assertThat(server.requests()).as("requests that arrived").doesNotHaveDuplicates();
        requests.forEach((id, reply) -> {
            try {
                assertThat(reply.get(10, TimeUnit.SECONDS).text()).isEqualTo(id);
            } catch (java.util.concurrent.ExecutionException e) {
                assertThat(e.getCause()).as("request " + id).isInstanceOf(InDoubtException.class);
            } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
                throw new AssertionError("request " + id + " is still pending", e);
            }
        });
        assertThat(c.statistics().requestsPending()).as("requests pending").isZero();
    }

    private void checkSubscriptions(Connection c, ChaosServer server, Subscription ticks) {
        c.flush(SOON);
        int last = server.arrivals().values().stream().mapToInt(List::size).sum();
        await().atMost(SOON).until(() -> !fed.isEmpty() && fed.get(fed.size() - 1) == last);
        assertThat(fed).as("the feed").isSorted().doesNotHaveDuplicates();
        assertThat(ticks.delivered()).as("messages of the counted subscription").isEqualTo(ticksMax);
        assertThat(ticked).hasSize(ticksMax).isSorted().doesNotHaveDuplicates();
        assertThat(server.subjects().stream()
                        .filter(s -> !s.startsWith("_INBOX."))
                        .toList())
                .as("subscriptions at the server")
                .containsExactly("feed.>");
    }
}
