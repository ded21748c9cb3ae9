// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.client.OutgoingMessage;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.Advisory;
import io.natskit.jetstream.BackupResult;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.DeadLetters;
import io.natskit.jetstream.ExactlyOnce;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.Listening;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Advisories, exactly once, dead letters, backup and restore. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record HelpersIT(Target target) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static ConsumerHandle consumer(StreamHandle stream) {
        return stream.ensureConsumer(ConsumerConfig.builder("C")
                .durable("C")
                .maxDeliver(2)
                .ackWait(Duration.ofSeconds(10))
                .sampleFrequency("100%")
                .build());
    }

    @Test
    @Rows("client: advisories")
    void advisories_are_typed() {
        try (Lab lab = lab()) {
            List<Advisory> got = new CopyOnWriteArrayList<>();
            try (Listening listening = lab.js().advisories(">", got::add)) {
                lab.connection().flush();
                StreamHandle stream = lab.stream("S", "s.>");
                ConsumerHandle consumer = consumer(stream);
                lab.publish("s.a", "1", "2");
                consumer.next(LONG).orElseThrow().nak();
                consumer.next(LONG).orElseThrow().term("no use");
                consumer.next(LONG).orElseThrow().ack();
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(got)
                                .hasAtLeastOneElementOfType(Advisory.Changed.class)
                                .hasAtLeastOneElementOfType(Advisory.Nak.class)
                                .hasAtLeastOneElementOfType(Advisory.Terminated.class)
                                .hasAtLeastOneElementOfType(Advisory.Acked.class));
                Advisory.Terminated ended = got.stream()
                        .filter(Advisory.Terminated.class::isInstance)
                        .map(Advisory.Terminated.class::cast)
                        .findAny()
                        .orElseThrow();
                assertThat(ended.reason()).isEqualTo("no use");
                assertThat(ended.head().stream()).contains("S");
                assertThat(ended.head().consumer()).contains("C");
                assertThat(listening).isNotNull();
            }
        }
    }

    @Test
    @Rows("client: advisories")
    void advisories_that_are_imported_come_under_another_prefix() {
        try (Lab lab = lab()) {
            List<Advisory> got = new CopyOnWriteArrayList<>();
            JetStream told = JetStream.on(lab.connection(), o -> o.eventPrefix("told.by.A"));
            try (Listening listening = told.advisories("ADVISORY.>", got::add)) {
                lab.connection()
                        .publish(
                                "told.by.A.ADVISORY.STREAM.DELETED.S",
                                "{\"type\":\"io.nats.jetstream.advisory.v1.stream_action\",\"stream\":\"S\",\"action\":\"delete\"}");
                await().atMost(LONG).until(() -> !got.isEmpty());
                assertThat(got.get(0).head().stream()).contains("S");
                assertThat(listening).isNotNull();
            }
        }
    }

    @Test
    @Rows("client: dead letters")
    void what_a_consumer_gives_up_is_kept_with_its_message() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            ConsumerHandle consumer = consumer(stream);
            StreamHandle store = lab.js().stream("GRAVE");
            try (Consuming keeping = DeadLetters.keep(lab.js(), "S", d -> d.store("GRAVE"))) {
                lab.js()
                        .publish(OutgoingMessage.to("s.a")
                                .header("k", "v")
                                .payload("poison")
                                .build());
                for (int i = 0; i < 2; i++) {
                    consumer.next(LONG).orElseThrow().nak();
                }
                assertThat(consumer.next(Duration.ofMillis(300))).isEmpty();
                lab.publish("s.b", "bad");
                consumer.next(LONG).orElseThrow().term("broken");
                await().atMost(LONG).until(() -> store.info().state().messages() == 2);
                assertThat(keeping.ended()).isNotDone();
            }
            StoredMessage first = store.message(1).orElseThrow();
            assertThat(first.subject()).isEqualTo("dead.S.C");
            assertThat(first.text()).isEqualTo("poison");
            assertThat(first.headers().first("k")).isEqualTo("v");
            assertThat(first.headers().first("Dead-Letter-Subject")).isEqualTo("s.a");
            assertThat(first.headers().first("Dead-Letter-Reason")).isEqualTo("max deliveries");
            assertThat(first.headers().first("Dead-Letter-Deliveries")).isEqualTo("2");
            StoredMessage second = store.message(2).orElseThrow();
            assertThat(second.text()).isEqualTo("bad");
            assertThat(second.headers().first("Dead-Letter-Reason")).isEqualTo("broken");
        }
    }

    @Test
    @Rows("client: dead letters")
    void letters_are_kept_though_nobody_listened_when_the_message_died() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            DeadLetters.keep(lab.js(), "S").stop();
            lab.publish("s.a", "bad");
            consumer(stream).next(LONG).orElseThrow().term();
            StreamHandle store = lab.js().stream("S_DEAD");
            assertThat(store.info().state().messages()).isZero();
            try (Consuming keeping = DeadLetters.keep(lab.js(), "S")) {
                await().atMost(LONG).until(() -> store.info().state().messages() == 1);
                assertThat(keeping.ended()).isNotDone();
            }
        }
    }

    @Test
    @Rows("client: exactly-once helper")
    void each_message_has_its_effect_once_whatever_fails() {
        try (Lab lab = lab()) {
            for (boolean atomic : new boolean[] {false, true}) {
                String in = atomic ? "IN2" : "IN";
                String out = atomic ? "OUT2" : "OUT";
                StreamHandle source = lab.stream(in, in + ".>");
                StreamHandle results = lab.stream(
                        out, out + ".>", s -> s.allowAtomicPublish(true).allowDirect(true));
                lab.numbers(in + ".x", 40);
                ConsumerHandle consumer = source.ensureConsumer(ConsumerConfig.builder("C")
                        .durable("C")
                        .ackWait(Duration.ofSeconds(30))
                        .build());
                AtomicInteger calls = new AtomicInteger();
                try (Consuming running = ExactlyOnce.run(
                        lab.js(),
                        consumer,
                        m -> {
                            int call = calls.incrementAndGet();
                            if (call % 7 == 0) {
                                throw new IllegalStateException("as planned");
                            }
                            List<OutgoingMessage> made = List.of(
                                    OutgoingMessage.to(out + ".a")
                                            .payload(m.text())
                                            .build(),
                                    OutgoingMessage.to(out + ".b")
                                            .payload(m.text())
                                            .build());
                            if (!atomic && call % 5 == 0) {
                                // stored, and then it dies before it acknowledges: the same as a crash
                                lab.js()
                                        .publish(
                                                made.get(0),
                                                p -> p.messageId(
                                                        in + ":" + m.metadata().streamSequence() + ":0"));
                                throw new IllegalStateException("as planned");
                            }
                            return made;
                        },
                        s -> {
                            s.retryDelay(Duration.ofMillis(50));
                            if (atomic) {
                                s.atomic();
                            }
                        })) {
                    await().atMost(LONG).until(() -> consumer.info().ackFloor().stream() == 40);
                    assertThat(running.ended()).isNotDone();
                }
                List<String> a = texts(results, out + ".a");
                assertThat(a).doesNotHaveDuplicates().hasSize(40);
                if (!atomic) {
                    assertThat(texts(results, out + ".b"))
                            .doesNotHaveDuplicates()
                            .hasSize(40);
                }
            }
        }
    }

    private static List<String> texts(StreamHandle stream, String subject) {
        List<String> texts = new CopyOnWriteArrayList<>();
        stream.read(r -> r.subject(subject)).forEach(m -> texts.add(m.text()));
        return texts;
    }

    @Test
    @Rows("client: snapshot / restore")
    void a_backup_is_restored_with_its_consumers(@TempDir Path folder) {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            for (int i = 0; i < 2000; i++) {
                lab.js().async().publish("s.a", new byte[1000]);
            }
            lab.js().awaitAcks(LONG);
            consumer(stream).next(LONG).orElseThrow().ackSync(LONG);
            Path backup = folder.resolve("backup");
            BackupResult done = stream.backup(backup);
            assertThat(done.bytes()).isPositive();
            assertThat(done.state().messages()).isEqualTo(2000);
            assertThatThrownBy(() -> lab.js().restore(backup)).isInstanceOf(JetStreamApiException.class);
            stream.delete();
            StreamHandle again = lab.js().restore(backup);
            assertThat(again.info().state().messages()).isEqualTo(2000);
            assertThat(again.consumer("C").info().ackFloor().stream()).isEqualTo(1);

            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BackupResult plain = again.backup(
                    Channels.newChannel(bytes),
                    b -> b.withoutConsumers().check().chunkBytes(1024));
            again.delete();
            StreamHandle third = lab.js()
                    .restore(
                            plain.config().toBuilder().description("restored").build(),
                            Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray())));
            assertThat(third.info().state().lastSequence()).isEqualTo(2000);
            assertThat(third.consumerNames()).isEmpty();
        }
    }
}
