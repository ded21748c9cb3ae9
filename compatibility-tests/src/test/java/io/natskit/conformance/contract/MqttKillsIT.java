// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.ServerProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT of QoS 1 and 2 over connections that are cut and servers that are killed: nothing acknowledged is lost, and of QoS 2 nothing is doubled. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#programs")
@Order(8)
record MqttKillsIT(ProgramTarget target) implements Judged {
    private static final boolean FULL = Boolean.getBoolean("natskit.full");
    private static final int CUTS = FULL ? 50 : 12;
    private static final int KILLS = FULL ? 20 : 3;
    private static final int PUBLISHERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TWICE_THE_ACK_WAIT = Duration.ofSeconds(2);

    @TempDir
    static Path temporary;

    /** A server that can be killed and comes back on the same port, with what it stored. */
    private static class Mortal implements AutoCloseable {
        final int port;
        private final ProgramTarget target;
        private final Path folder;
        private ServerProgram server;

        Mortal(ProgramTarget target) throws IOException {
            this.target = target;
            this.folder = Files.createTempDirectory(temporary, "mqtt");
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                this.port = free.getLocalPort();
            }
            Files.writeString(
                    folder.resolve("server.conf"),
                    "server_name: devices\njetstream { store_dir: \"" + folder.resolve("store") + "\" }\n"
                            + "mqtt { listen: \"127.0.0.1:" + port + "\", ack_wait: \"1s\" }\n");
            this.server = start();
        }

        private ServerProgram start() {
            ServerProgram program = target.run(
                    folder, List.of("-c", folder.resolve("server.conf").toString(), "-a", "127.0.0.1", "-p", "-1"));
            program.awaitReady();
            return program;
        }

        void kill() throws InterruptedException {
            server.process().destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            server = start();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** One with workers on it. */
    private static final class Lab extends Mortal {
        private final List<MqttWorker> publishers = new ArrayList<>();
        private final MqttWorker subscriber;

        Lab(ProgramTarget target, int qos) throws IOException {
            super(target);
            this.subscriber = new MqttWorker(port, "subscriber", qos, false);
            begin(subscriber);
            await().atMost(PATIENCE).until(this::isSubscribed);
            for (int i = 0; i < PUBLISHERS; i++) {
                MqttWorker publisher = new MqttWorker(port, "publisher" + i, qos, true);
                publishers.add(publisher);
                begin(publisher);
            }
            await().atMost(PATIENCE).until(() -> !subscriber.done.isEmpty());
        }

        /** Whether what is published now comes: the first one is sent until it does. */
        private boolean isSubscribed() {
            try (MqttPeer probe = MqttPeer.dial(port)) {
                probe.connect("probe", MqttPeer.CLEAN, 0).packet();
                probe.publish(2, "work", 1, "probe").packet();
            }
            return !subscriber.done.isEmpty();
        }

        private static void begin(MqttWorker worker) {
            Thread thread = new Thread(worker, "mqtt-worker");
            thread.setDaemon(true);
            thread.start();
        }

        /** How much has been acknowledged to publishers. */
        int acknowledged() {
            return publishers.stream().mapToInt(one -> one.done.size()).sum();
        }

        void awaitProgress() {
            int before = acknowledged();
            await().atMost(PATIENCE).until(() -> acknowledged() > before);
        }

        /** Ends the publishers, and answers what they were acknowledged and the subscriber never heard. */
        List<String> lost() {
            publishers.forEach(MqttWorker::stop);
            List<String> lost = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                HashSet<String> heard = new HashSet<>(subscriber.done);
                lost.clear();
                publishers.forEach(
                        one -> one.done.stream().filter(m -> !heard.contains(m)).forEach(lost::add));
                return lost.isEmpty();
            });
            return lost;
        }

        /** What the subscriber heard more than once. */
        List<String> doubled() {
            HashSet<String> seen = new HashSet<>();
            return subscriber.done.stream()
                    .filter(one -> !one.equals("probe") && !seen.add(one))
                    .toList();
        }

        @Override
        public void close() {
            publishers.forEach(MqttWorker::stop);
            subscriber.stop();
            super.close();
        }
    }

    private static void cut(Lab lab, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CUTS; i++) {
            lab.awaitProgress();
            int which = random.nextInt(PUBLISHERS + 1);
            (which == PUBLISHERS ? lab.subscriber : lab.publishers.get(which)).cut();
        }
    }

    @Test
    @Rows("MQ-03")
    void qos_1_over_cuts_loses_nothing_that_was_acknowledged() throws Exception {
        long seed = System.nanoTime();
        try (Lab lab = new Lab(target, 1)) {
            cut(lab, seed);

            assertThat(lab.lost()).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    @Rows("MQ-03")
    void qos_2_over_cuts_loses_and_doubles_nothing() throws Exception {
        long seed = System.nanoTime();
        try (Lab lab = new Lab(target, 2)) {
            cut(lab, seed);

            assertThat(lab.lost()).as("seed %d", seed).isEmpty();
            assertThat(lab.doubled()).as("seed %d", seed).isEmpty();
        }
    }

    private void kill(Lab lab) throws InterruptedException {
        for (int i = 0; i < kills(); i++) {
            lab.awaitProgress();
            lab.kill();
        }
    }

    @Test
    @Rows({"MQ-03", "MQ-04"})
    void qos_1_over_kills_of_the_server_loses_nothing_that_was_acknowledged() throws Exception {
        try (Lab lab = new Lab(target, 1)) {
            kill(lab);

            assertThat(lab.lost()).isEmpty();
        }
    }

    @Test
    @Rows({"MQ-03", "MQ-04"})
    void qos_2_over_kills_of_the_server_loses_nothing_and_doubles_nothing() throws Exception {
        try (Lab lab = new Lab(target, 2)) {
            kill(lab);

            // nats-server forgets what it was told shortly before a kill: it was seen to double, and to lose
            assertThat(lab.acknowledged()).isPositive();
            if (isOurs()) {
                assertThat(lab.lost()).isEmpty();
                assertThat(lab.doubled()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Rows({"MQ-03", "MQ-04"})
    void what_a_subscriber_had_released_before_a_kill_does_not_come_again(boolean completed) throws Exception {
        List<String> heard = new ArrayList<>();
        try (Mortal lab = new Mortal(target)) {
            try (MqttPeer in = MqttPeer.dial(lab.port)) {
                in.connect("in", 0, 0).packet();
                in.subscribed("a", 2);
            }
            for (int i = 1; i <= kills(); i++) {
                hearAndDie(lab, i, completed, heard);
            }
            try (MqttPeer in = MqttPeer.dial(lab.port)) {
                in.connect("in", 0, 0).packet();
                hearAll(in, heard);
            }
        }
        assertThat(heard).contains("message-1");
        if (isOurs()) {
            assertThat(heard).doesNotHaveDuplicates();
        }
    }

    /** A message goes its way as far as to its PUBREL, or to its PUBCOMP, before the server dies. */
    private static void hearAndDie(Mortal lab, int number, boolean completed, List<String> heard) throws Exception {
        try (MqttPeer in = MqttPeer.dial(lab.port);
                MqttPeer out = MqttPeer.dial(lab.port)) {
            in.connect("in", 0, 0).packet();
            out.connect("out", MqttPeer.CLEAN, 0).packet();
            String payload = "message-" + number;
            assertThat(out.publish(2 << 1, "a", number, payload).packet().first())
                    .isEqualTo(0x50);
            assertThat(out.acknowledge(0x62, number).packet().first()).isEqualTo(0x70);
            MqttPeer.Packet message = hear(in, heard);
            while (message.type() != 0x30 || !message.payload().equals(payload)) {
                message = hear(in, heard);
            }
            MqttPeer.Packet release = in.packet();
            while (release.first() != 0x62 || release.identifier() != message.identifier()) {
                release = in.packet();
            }
            if (completed) {
                in.acknowledge(0x70, release.identifier()).heardToFence();
            }
            lab.kill();
        }
    }

    /** The next packet, answered as a client does. */
    private static MqttPeer.Packet hear(MqttPeer in, List<String> heard) {
        MqttPeer.Packet packet = in.packet();
        if (packet.type() == 0x30) {
            heard.add(packet.payload());
            in.acknowledge(0x50, packet.identifier());
        } else {
            in.acknowledge(0x70, packet.identifier());
        }
        return packet;
    }

    /** Everything until nothing has come for longer than a message waits for its acknowledgement. */
    private static void hearAll(MqttPeer in, List<String> heard) {
        in.patience(TWICE_THE_ACK_WAIT);
        try {
            while (hear(in, heard).first() >= 0) {
                // more may come
            }
        } catch (UncheckedIOException silence) {
            assertThat(silence).hasCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    /** nats-server shows that the case is possible; ours has to hold it in full. */
    private int kills() {
        return isOurs() ? KILLS : 2;
    }

    private boolean isOurs() {
        return target.family().equals("natskit");
    }
}
