// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.FileConsumerStore;
import io.natskit.server.jetstream.storage.Sealing;
import io.natskit.server.jetstream.storage.Seeds;
import io.natskit.server.jetstream.storage.Step;
import io.natskit.server.jetstream.storage.StoreEvents;
import io.natskit.server.jetstream.storage.TestDisk;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Row D4 as a simulation: one consumer lives on a disk that is cut off at any moment, with everything that was not synced gone, kept or torn. A confirmed
 * acknowledgement is never delivered again; what was not acknowledged always is. Nothing but the seed decides.
 */
@ParameterizedClass
@EnumSource(Sealing.class)
class ConsumerKillsTest {
    private static final int LIVES = 6;
    private static final int STEPS = 80;
    private static final int LAST_ROUNDS = 1_000;

    @Parameter
    Sealing sealing;

    @Test
    void what_was_confirmed_never_comes_again_and_nothing_is_missed_over_kills() {
        Seeds.each(sealing.runs(Boolean.getBoolean("natskit.full") ? 500 : 25), this::live);
    }

    private void live(Random random) {
        World world = new World(random, sealing);
        for (int life = 0; life < LIVES; life++) {
            world.begin();
            int steps = random.nextInt(STEPS);
            for (int i = 0; i < steps; i++) {
                world.step();
            }
            world.kill();
        }
        world.begin();
        for (int i = 0; i < LAST_ROUNDS && !world.isOver(); i++) {
            world.finish();
        }
        assertThat(world.isOver()).as("worked off in the end").isTrue();
        assertThat(world.asked).as("acknowledged at some time").hasSize((int) world.store.lastSequence());
    }

    /** What one delivery was. */
    private record Delivery(long deliveries, long stream, long consumer) {}

    /** A consumer, its disk and its committer, all turned by hand. */
    private static final class World extends Bench {
        private static final Path FOLDER = Path.of("/consumers/1");

        private final Random random;
        private final Sealing sealing;
        private final boolean all;
        private final Set<Long> asked = new TreeSet<>();
        private final Set<Long> confirmed = new TreeSet<>();
        private final List<Delivery> outstanding = new ArrayList<>();
        private TestDisk disk = new TestDisk();
        private boolean born;

        // the committer: who waits for the next sync, and the sync under way
        private final List<Consumer<@Nullable RuntimeException>> waiting = new ArrayList<>();
        private @Nullable Step sync;
        private boolean synced;
        private int served;

        World(Random random, Sealing sealing) {
            this.random = random;
            this.sealing = sealing;
            this.all = random.nextInt(3) == 0;
            listen("in");
        }

        void begin() {
            ConsumerConfigBuilder config = ConsumerConfig.builder("c")
                    .durable("c")
                    .ackPolicy(all ? AckPolicy.ALL : AckPolicy.EXPLICIT)
                    .ackWait(Duration.ofSeconds(10))
                    .maxAckPending(1 + random.nextInt(40))
                    .maxDeliver(-1)
                    .maxWaiting(512);
            FileConsumerStore kept = FileConsumerStore.open(sealing.on(disk), FOLDER, 1, StoreEvents.IGNORED);
            start(config, new ConsumerStart(kept, born ? kept.recovered() : null, 0));
            born = true;
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0, 1 -> store(random.nextBoolean() ? new String[] {"a"} : new String[] {"a", "b", "c"});
                case 2, 3 -> pull("in", "{\"batch\":" + (1 + random.nextInt(8)) + ",\"no_wait\":true}");
                case 4, 5, 6 -> answer(random.nextInt(8));
                case 7 -> pass(random.nextInt(15_000));
                case 8 -> pass(random.nextInt(200));
                default -> syncOn();
            }
        }

        /** Acknowledges, refuses or keeps alive one delivery. */
        private void answer(int kind) {
            if (outstanding.isEmpty()) {
                return;
            }
            Delivery one = outstanding.get(random.nextInt(outstanding.size()));
            if (kind < 6) {
                acknowledge(one);
            } else {
                ack(one.deliveries, one.stream, one.consumer, kind == 6 ? "-NAK" : "+WPI");
            }
        }

        private void acknowledge(Delivery one) {
            // as in nats-server, one that comes behind a later one's is confirmed although it does nothing
            boolean counts = !all || one.consumer > consumer().progress().floorConsumer();
            if (counts) {
                add(one.stream, asked);
            }
            String subject = "$JS.ACK.S.c." + one.deliveries + "." + one.stream + "." + one.consumer + ".1.0";
            ack(subject, "+ACK", counts ? "confirm." + one.stream : "");
        }

        /** The sync under way goes on by one half, or the next begins. */
        private void syncOn() {
            Step step = sync;
            if (step != null && !synced) {
                step.run();
                synced = true;
                if (random.nextInt(4) == 0) {
                    return; // over, and nobody knows
                }
            }
            if (step != null) {
                sync = null;
                step.finish();
                List<Consumer<@Nullable RuntimeException>> told = List.copyOf(waiting.subList(0, served));
                waiting.subList(0, served).clear();
                told.forEach(action -> action.accept(null));
            }
            if (sync == null && !waiting.isEmpty()) {
                beginSync();
            }
        }

        private void beginSync() {
            served = waiting.size();
            synced = false;
            sync = consumer().journal().prepareSync();
        }

        void kill() {
            TestDisk.Unsynced[] kinds = TestDisk.Unsynced.values();
            disk = random.nextInt(3) == 0
                    ? TestDisk.of(disk.contents())
                    : disk.powerCut(kinds[random.nextInt(kinds.length)], random);
            waiting.clear();
            sync = null;
            outstanding.clear();
            sent.clear();
        }

        /** Works off what is there. */
        void finish() {
            pull("in", "{\"batch\":100,\"no_wait\":true}");
            List.copyOf(outstanding).forEach(this::acknowledge);
            outstanding.clear();
            syncOn();
            syncOn();
            pass(11_000);
        }

        boolean isOver() {
            return consumer().progress().floorStream() == store.lastSequence();
        }

        private void add(long sequence, Set<Long> to) {
            for (long each = all ? 1 : sequence; each <= sequence; each++) {
                to.add(each);
            }
        }

        @Override
        public int deliver(
                byte[] to,
                ByteRange subject,
                byte[] reply,
                int replyLength,
                byte[] header,
                int headerOffset,
                int headerLength,
                byte[] payload,
                int payloadOffset,
                int payloadLength) {
            String[] tokens = new String(reply, 0, replyLength, UTF_8).split("\\.");
            Delivery one =
                    new Delivery(Long.parseLong(tokens[4]), Long.parseLong(tokens[5]), Long.parseLong(tokens[6]));
            assertThat(confirmed).as("confirmed acknowledgements").doesNotContain(one.stream);
            outstanding.removeIf(before -> before.stream == one.stream);
            outstanding.add(one);
            return 1;
        }

        @Override
        public void send(byte[] to, byte[] reply, byte[] header, byte[] payload) {
            String target = new String(to, UTF_8);
            if (target.startsWith("confirm.")) {
                add(Long.parseLong(target.substring("confirm.".length())), confirmed);
                outstanding.removeIf(one -> confirmed.contains(one.stream));
            }
        }

        @Override
        public void whenSafe(Consumer<@Nullable RuntimeException> action) {
            waiting.add(action);
        }

        @Override
        public void commit() {
            consumer().journal().flush();
            if (sync == null) {
                beginSync();
            }
        }
    }
}
