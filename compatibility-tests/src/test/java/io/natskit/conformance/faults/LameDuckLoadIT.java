// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.SubscribeOptions;
import io.natskit.conformance.target.Beside;
import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.ServerProgram;
import io.natskit.conformance.target.SuiteTargets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * One of two clustered nats-servers becomes a lame duck under load: our connections go to the other, and nothing is lost or doubled. Messages are numbered, so that none is like
 * another. A double would show that the new server lagged 250 ms behind the old one: alone on the machine it does not. How long nothing came is printed, not judged.
 */
@Isolated("servers that lag behind one another double messages")
class LameDuckLoadIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MESSAGES_MAX = 1_000_000;
    private static final long EVERY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final int AFTERWARDS = 500;
    private static final Pattern ROUTES = Pattern.compile("Listening for route connections on (\\S+)");

    private final AtomicIntegerArray seen = new AtomicIntegerArray(MESSAGES_MAX);
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong gap = new AtomicLong();
    private final AtomicInteger moved = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    /** Starts a server, at ports of its own choice, in a cluster with those at {@code routes}. */
    private static ServerProgram start(ProgramTarget target, String name, String routes) {
        return target.start("server_name: " + name + "\nlame_duck_duration: 30s\nlame_duck_grace_period: 5s\n"
                + "cluster { name: c, listen: \"127.0.0.1:-1\", routes: [" + routes + "] }\n");
    }

    /** Where a server takes routes. */
    private static String routeTo(ServerProgram server) {
        server.awaitLog(log -> ROUTES.matcher(log).find(), SOON);
        Matcher listening = ROUTES.matcher(server.log());
        assertThat(listening.find()).isTrue();
        return "\"nats://" + listening.group(1) + "\"";
    }

    private Connection connect(ServerProgram server) {
        return Nats.connect(o -> o.servers(server.url()).onEvent(event -> {
            if (event instanceof ConnectionEvent.Moved) {
                moved.incrementAndGet();
            }
        }));
    }

    private void heard(byte[] payload) {
        long now = System.nanoTime();
        long before = last.getAndSet(now);
        if (before != 0) {
            gap.accumulateAndGet(now - before, Math::max);
        }
        seen.incrementAndGet(ByteBuffer.wrap(payload).getInt());
    }

    /** Publishes until told to stop; gives how many. */
    private int publish(Connection from) {
        int sent = 0;
        while (!over.get() && sent < MESSAGES_MAX) {
            from.publish("load", ByteBuffer.allocate(4).putInt(sent++).array());
            paceLoad();
        }
        return sent;
    }

    /** Makes the load what it is: nothing is waited for. */
    private static void paceLoad() {
        LockSupport.parkNanos(EVERY_NANOS);
    }

    private void play(SubscribeOptions how) throws Exception {
        Optional<ProgramTarget> judge = SuiteTargets.programs()
                .filter(one -> one.family().equals("nats-server"))
                .findFirst();
        Assumptions.assumeTrue(judge.isPresent(), "nats-server is not here");
        try (ServerProgram one = start(judge.get(), "one", "");
                ServerProgram two = start(judge.get(), "two", routeTo(one));
                Connection publisher = connect(one);
                Connection subscriber = connect(one)) {
            await().atMost(SOON).until(() -> publisher.serverPool().servers().size() > 1);
            subscriber.subscribe("load", how, message -> heard(message.bytes()));
            subscriber.flush();
            var publishing = Beside.supply(() -> publish(publisher));
            await().atMost(SOON).until(() -> seen.get(AFTERWARDS) > 0);
            one.signal("USR2");
            await().atMost(SOON).until(() -> moved.get() == 2);
            int then = count();
            await().atMost(SOON).until(() -> count() > then + AFTERWARDS);
            over.set(true);
            int sent = publishing.get(SOON.toSeconds(), TimeUnit.SECONDS);
            publisher.flush();
            await().atMost(SOON).until(() -> seen.get(sent - 1) > 0);
            assertThat(subscriber.serverInfo().port()).isEqualTo(two.port());
            judge(sent);
            // a lame duck does not heed TERM
            one.process().destroyForcibly();
        }
    }

    private int count() {
        int count = 0;
        while (count < MESSAGES_MAX && seen.get(count) > 0) {
            count++;
        }
        return count;
    }

    private void judge(int sent) {
        int lost = 0;
        int doubled = 0;
        for (int i = 0; i < sent; i++) {
            lost += seen.get(i) == 0 ? 1 : 0;
            doubled += seen.get(i) > 1 ? 1 : 0;
        }
        System.out.printf(
                "lame duck: %d sent, %d lost, %d doubled, longest gap %.1f ms%n", sent, lost, doubled, gap.get() / 1e6);
        assertThat(lost).as("lost of %d", sent).isZero();
        assertThat(doubled).as("doubled of %d", sent).isZero();
    }

    @Test
    void a_subscriber_moves_and_nothing_is_lost_or_doubled() throws Exception {
        play(SubscribeOptions.defaults());
    }

    @Test
    void a_member_of_a_queue_group_moves_and_nothing_is_lost_or_doubled() throws Exception {
        play(SubscribeOptions.queue("q"));
    }
}
