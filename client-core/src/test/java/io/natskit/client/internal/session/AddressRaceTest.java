// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.client.ServersOptions.AddressFamily;
import io.natskit.client.ServersOptions.NameLookup;
import io.natskit.client.internal.transport.Link;
import io.natskit.client.internal.transport.LinkEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which addresses of a name are tried, and when (ADR-11, RFC 8305); links and time are the test's. */
class AddressRaceTest {
    private final InetAddress six = address("2001:db8::1");
    private final InetAddress otherSix = address("2001:db8::2");
    private final InetAddress four = address("192.0.2.1");
    private final InetAddress otherFour = address("192.0.2.2");
    private final Map<InetAddress, FakeLink> links = new LinkedHashMap<>();
    private final List<InetAddress> refusedAtOnce = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final Recorded outcome = new Recorded();

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private AddressRace race(long stagger, InetAddress... order) {
        AddressRace race = new AddressRace(
                List.of(order),
                stagger,
                (nanos, task) -> {
                    assertThat(nanos).isEqualTo(stagger);
                    timers.add(task);
                    return () -> timers.remove(task);
                },
                this::open,
                outcome);
        race.start();
        return race;
    }

    private Link open(InetAddress address, LinkEvents events) throws IOException {
        if (refusedAtOnce.contains(address)) {
            throw new IOException("no route to " + address);
        }
        FakeLink link = new FakeLink(events);
        links.put(address, link);
        return link;
    }

    private FakeLink link(InetAddress address) {
        return java.util.Objects.requireNonNull(links.get(address));
    }

    private void timePasses() {
        List.copyOf(timers).forEach(task -> {
            timers.remove(task);
            task.run();
        });
    }

    @Test
    void the_first_address_that_connects_in_time_is_the_only_one() {
        race(250, six, four);
        assertThat(links).containsOnlyKeys(six);
        link(six).events.connected();
        assertThat(outcome.told).containsExactly("opening", "connected");
        assertThat(timers).isEmpty();
        assertThat(link(six).redirected).isSameAs(outcome);
    }

    @Test
    void a_slow_address_gets_a_rival_after_the_stagger_and_loses_to_it() {
        race(250, six, four, otherFour);
        timePasses();
        assertThat(links).containsOnlyKeys(six, four);
        link(four).events.connected();
        assertThat(outcome.told).containsExactly("opening", "connected");
        assertThat(link(six).closed).isTrue();
        assertThat(timers).isEmpty();
        assertThat(links).doesNotContainKey(otherFour);
    }

    @Test
    void a_slow_address_may_still_win() {
        race(250, six, four);
        timePasses();
        link(six).events.connected();
        assertThat(link(four).closed).isTrue();
        link(four).events.connected();
        assertThat(outcome.told).containsExactly("opening", "connected");
        assertThat(outcome.link).isSameAs(link(six));
    }

    @Test
    void a_failure_brings_the_next_address_at_once() {
        refusedAtOnce.add(six);
        race(250, six, four, otherSix);
        assertThat(links).containsOnlyKeys(four);
        link(four).events.closed(new IOException("refused"));
        assertThat(links).containsKey(otherSix);
        assertThat(timers).isEmpty();
        link(otherSix).events.connected();
        assertThat(outcome.told).containsExactly("opening", "connected");
    }

    @Test
    void without_a_stagger_the_next_waits_for_the_failure_of_the_one_before() {
        race(0, four, otherFour);
        assertThat(timers).isEmpty();
        assertThat(links).containsOnlyKeys(four);
        link(four).events.closed(new IOException("refused"));
        assertThat(links).containsKey(otherFour);
    }

    @Test
    void when_all_have_failed_the_last_failure_is_told_once() {
        race(250, six, four);
        timePasses();
        link(six).events.closed(new IOException("first"));
        assertThat(outcome.told).isEmpty();
        link(four).events.closed(new IOException("second"));
        assertThat(outcome.told).containsExactly("unreachable second");
    }

    @Test
    void a_cancelled_race_closes_all_and_tells_nothing() {
        AddressRace race = race(250, six, four, otherFour);
        timePasses();
        race.cancel();
        assertThat(links.values()).allMatch(link -> link.closed);
        assertThat(timers).isEmpty();
        link(six).events.connected();
        link(four).events.closed(new IOException("late"));
        assertThat(outcome.told).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(NameLookup.class)
    void orders_are_random_in_turn_or_the_first_alone(NameLookup lookup) {
        List<InetAddress> found = List.of(four, otherFour, six, otherSix);
        List<InetAddress> order = AddressOrder.of(found, AddressFamily.ANY, lookup, new Random(1));
        switch (lookup) {
            case RACE -> {
                assertThat(order).containsExactlyInAnyOrderElementsOf(found);
                assertThat(order.get(0).getAddress()).hasSize(16);
                assertThat(order.get(1).getAddress()).hasSize(4);
                assertThat(order.get(2).getAddress()).hasSize(16);
            }
            case ALL -> assertThat(order).containsExactlyInAnyOrderElementsOf(found);
            case FIRST -> assertThat(order).containsExactly(four);
        }
        assertThat(AddressOrder.of(found, AddressFamily.IPV6, lookup, new Random(1)))
                .isSubsetOf(six, otherSix)
                .isNotEmpty();
        assertThat(AddressOrder.of(List.of(six), AddressFamily.IPV4, lookup, new Random(1)))
                .isEmpty();
    }

    private static final class FakeLink implements Link {
        final LinkEvents events;
        LinkEvents redirected;
        boolean closed;

        FakeLink(LinkEvents events) {
            this.events = events;
            this.redirected = events;
        }

        @Override
        public int write(ByteBuffer bytes) {
            return 0;
        }

        @Override
        public void awaitWritable() {}

        @Override
        public void redirect(LinkEvents newEvents) {
            redirected = newEvents;
        }

        @Override
        public void reading(boolean on) {}

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void abort() {
            closed = true;
        }
    }

    private static final class Recorded implements Dialer.Outcome {
        final List<String> told = new ArrayList<>();
        Link link;

        @Override
        public void resolved() {
            told.add("resolved");
        }

        @Override
        public void opening(Link opened) {
            link = opened;
            told.add("opening");
        }

        @Override
        public void unreachable(Throwable cause) {
            told.add("unreachable " + cause.getMessage());
        }

        @Override
        public void connected() {
            told.add("connected");
        }

        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            told.add("bytes");
        }

        @Override
        public void writable() {
            told.add("writable");
        }

        @Override
        public void closed(IOException cause) {
            told.add("closed");
        }
    }
}
