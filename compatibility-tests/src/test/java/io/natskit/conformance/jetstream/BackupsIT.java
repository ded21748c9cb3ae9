// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.natskit.client.OutgoingMessage;
import io.natskit.conformance.client.ClientProcess;
import io.natskit.conformance.target.JetStreamTargets;
import io.natskit.conformance.target.Programs;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.Batch;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.Compression;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamConfigBuilder;
import io.natskit.wire.jetstream.StreamState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A backup of one server is restored on another, and holds there what it held: every message, and how far each consumer was. 1,000 messages, 10,000 in the full form. */
@Order(8)
@ParameterizedClass(name = "{0} to {1}", allowZeroInvocations = true)
@MethodSource("pairs")
record BackupsIT(Target from, Target target) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MESSAGES = Boolean.getBoolean("natskit.full") ? 10_000 : 1_000;

    static Stream<Arguments> pairs() {
        return JetStreamTargets.all()
                .flatMap(from -> JetStreamTargets.all().map(to -> Arguments.of(from, to)))
                .filter(pair -> !pair.get()[0].equals(pair.get()[1]));
    }

    @Test
    @Rows({"JA-11", "JA-12", "client: snapshot / restore"})
    void files_hold_what_they_held(@TempDir Path folder) {
        moved(folder, s -> s.storage(StorageType.FILE));
    }

    @Test
    @Rows({"JA-11", "JA-12"})
    void compressed_files_hold_what_they_held(@TempDir Path folder) {
        moved(folder, s -> s.storage(StorageType.FILE).compression(Compression.S2));
    }

    @Test
    @Rows({"JA-11", "JA-12"})
    void memory_holds_what_it_held(@TempDir Path folder) {
        moved(folder, s -> s.storage(StorageType.MEMORY));
    }

    @Test
    @Rows({"JA-11", "JA-12"})
    void the_nats_command_line_moves_a_stream(@TempDir Path folder) {
        assumeTrue(Programs.find("NATS_CLI", "nats").isPresent(), "no nats CLI");
        String backup = folder.resolve("backup").toString();
        try (Lab lab = lab(from)) {
            partly(fill(lab.js(), s -> s, 300));
            assertThat(nats(lab.server(), "stream", "backup", "S", backup)).contains("S");
        }
        try (Lab lab = lab()) {
            assertThat(nats(lab.server(), "stream", "restore", backup)).contains("Restored stream \"S\"");
            StreamHandle stream = lab.js().stream("S");
            assertThat(stream.info().state().messages()).isEqualTo(300 - 300 / 7);
            assertThat(stream.consumer("some").info().numAckPending()).isEqualTo(80);
        }
    }

    private static String nats(RunningServer server, String... words) {
        Path program = Programs.find("NATS_CLI", "nats").orElseThrow();
        List<String> line = new ArrayList<>(List.of(program.toString(), "--no-context", "--server", server.tcpUrl()));
        line.addAll(List.of(words));
        try (ClientProcess process = ClientProcess.start(line)) {
            assertThat(process.awaitExit(LONG)).as(process.output()).isZero();
            return process.output();
        }
    }

    private void moved(Path folder, UnaryOperator<StreamConfigBuilder> kind) {
        Path backup = folder.resolve("backup");
        StreamState held;
        List<StoredMessage> messages;
        ConsumerInfo some;
        ConsumerInfo tired;
        try (Lab lab = lab(from)) {
            StreamHandle stream = fill(lab.js(), kind, MESSAGES);
            partly(stream);
            exhausted(stream);
            stream.backup(backup);
            held = stream.info().state();
            messages = all(stream, MESSAGES);
            some = stream.consumer("some").info();
            tired = stream.consumer("tired").info();
        }
        try (Lab lab = lab()) {
            StreamHandle stream = lab.js().restore(backup);
            StreamState state = stream.info().state();
            assertThat(List.of(state.messages(), state.firstSequence(), state.lastSequence(), state.numDeleted()))
                    .isEqualTo(List.of(held.messages(), held.firstSequence(), held.lastSequence(), held.numDeleted()));
            assertThat(state.bytes()).isEqualTo(held.bytes());
            assertThat(state.firstTime()).isEqualTo(held.firstTime());
            assertThat(state.lastTime()).isEqualTo(held.lastTime());
            assertThat(state.numSubjects()).isEqualTo(held.numSubjects());
            assertThat(all(stream, MESSAGES)).isEqualTo(messages);
            same(stream.consumer("some").info(), some);
            same(stream.consumer("tired").info(), tired);
            goesOn(stream, some);
            assertThat(lab.js()
                            .publish("s.next", "next".getBytes(StandardCharsets.UTF_8))
                            .sequence())
                    .isEqualTo(held.lastSequence() + 1);
        }
    }

    private static StreamHandle fill(JetStream js, UnaryOperator<StreamConfigBuilder> kind, int count) {
        StreamHandle stream = js.createStream(
                kind.apply(StreamConfig.builder("S").subjects("s.>")).build());
        for (int i = 1; i <= count; i++) {
            OutgoingMessage.Builder message = OutgoingMessage.to("s." + i % 50).payload(payload(i));
            if (i % 3 == 0) {
                message.headers(Headers.builder()
                        .add("Number", Integer.toString(i))
                        .add("Number", "again")
                        .build());
            }
            js.async().publish(message.build());
        }
        js.awaitAcks(LONG);
        for (int i = 7; i <= count; i += 7) {
            js.async().stream("S").delete(i, false);
        }
        js.stream("S").info(); // answered after them
        assertThat(stream.info().state().lastSequence()).isEqualTo(count);
        return stream;
    }

    private static byte[] payload(int i) {
        return ("message " + i + " ").repeat(i % 40).getBytes(StandardCharsets.UTF_8);
    }

    /** A consumer that has a hundred messages, twenty of them acknowledged, here and there. */
    private static void partly(StreamHandle stream) {
        ConsumerHandle some = stream.createConsumer(ConsumerConfig.builder("some")
                .durable("some")
                .ackWait(Duration.ofMinutes(5))
                .filterSubject("s.>")
                .build());
        List<JetStreamMessage> taken = take(some, 100);
        for (int i = 0; i < 100; i++) {
            if (i < 5 || (i >= 6 && i <= 90 && i % 6 == 0)) {
                taken.get(i).ackSync(LONG);
            }
        }
    }

    /** A consumer with messages that had all their deliveries. */
    private static void exhausted(StreamHandle stream) {
        ConsumerHandle tired = stream.createConsumer(ConsumerConfig.builder("tired")
                .durable("tired")
                .ackWait(Duration.ofMinutes(5))
                .maxDeliver(2)
                .build());
        for (int round = 0; round < 2; round++) {
            take(tired, 3).forEach(JetStreamMessage::nak);
        }
        take(tired, 2);
    }

    private static List<JetStreamMessage> take(ConsumerHandle consumer, int count) {
        List<JetStreamMessage> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(consumer.next(LONG).orElseThrow());
        }
        return taken;
    }

    private static List<StoredMessage> all(StreamHandle stream, int last) {
        List<StoredMessage> found = new ArrayList<>();
        for (long sequence = 1; sequence <= last; sequence++) {
            stream.message(sequence).ifPresent(found::add);
        }
        return found;
    }

    private static void same(ConsumerInfo found, ConsumerInfo expected) {
        assertThat(found.delivered().consumer()).isEqualTo(expected.delivered().consumer());
        assertThat(found.delivered().stream()).isEqualTo(expected.delivered().stream());
        assertThat(found.ackFloor().consumer()).isEqualTo(expected.ackFloor().consumer());
        assertThat(found.ackFloor().stream()).isEqualTo(expected.ackFloor().stream());
        assertThat(found.numAckPending()).isEqualTo(expected.numAckPending());
        assertThat(found.numRedelivered()).isEqualTo(expected.numRedelivered());
        assertThat(found.numPending()).isEqualTo(expected.numPending());
    }

    /** The next message is the one behind those that were delivered. */
    private static void goesOn(StreamHandle stream, ConsumerInfo before) {
        try (Batch batch = stream.consumer("some").fetch(f -> f.messages(1).expires(LONG))) {
            JetStreamMessage next = batch.iterator().next();
            assertThat(next.metadata().streamSequence()).isGreaterThan(before.delivered().stream());
            assertThat(next.metadata().consumerSequence())
                    .isEqualTo(before.delivered().consumer() + 1);
            next.ackSync(LONG);
        }
    }
}
