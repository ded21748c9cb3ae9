// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Two shops keep their orders, head office gathers them under its own subjects ({@code sources}), and the archive is an exact copy of one shop's stream
 * ({@code mirror}) that takes its place when the shop closes.
 */
public final class MirrorAndSource {
    private MirrorAndSource() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, MirrorAndSource::run);
    }

    static void run(String url) throws Exception {
        try (Connection nats = Nats.connect(url)) {
            JetStream js = JetStream.on(nats);
            for (String name : List.of("ARCHIVE", "OFFICE", "OSLO", "ROME")) {
                if (js.findStream(name).isPresent()) {
                    js.deleteStream(name);
                }
            }
            StreamHandle oslo = js.createStream(
                    StreamConfig.builder("OSLO").subjects("oslo.orders.*").build());
            js.createStream(
                    StreamConfig.builder("ROME").subjects("rome.orders.*").build());
            order(js, "oslo.orders.book");
            order(js, "oslo.orders.pen");
            order(js, "rome.orders.ink");
            gather(js);
            mirror(js, oslo);
            for (String name : List.of("ARCHIVE", "OFFICE", "ROME")) {
                js.deleteStream(name);
            }
        }
    }

    private static void order(JetStream js, String subject) {
        js.publish(subject, "one please".getBytes(StandardCharsets.UTF_8));
    }

    /** Each source has transforms of its own; the copies are numbered anew and say where they come from. */
    private static void gather(JetStream js) throws InterruptedException {
        StreamHandle office = js.createStream(StreamConfig.builder("OFFICE")
                .sources(
                        StreamSource.builder("OSLO")
                                .subjectTransforms(
                                        new SubjectTransformConfig("oslo.orders.*", "office.{{wildcard(1)}}.oslo"))
                                .build(),
                        StreamSource.builder("ROME")
                                .subjectTransforms(
                                        new SubjectTransformConfig("rome.orders.*", "office.{{wildcard(1)}}.rome"))
                                .build())
                .build());
        copies(office, 3);
        order(js, "rome.orders.pen");
        copies(office, 4);
        StoredMessage pen = office.last("office.pen.rome").orElseThrow();
        String from = pen.headers().first("Nats-Stream-Source");
        Sample.check("the last order at head office", "one please", pen.text());
        Sample.check("where it comes from", true, from != null && from.startsWith("ROME 2 "));
        System.out.println("head office has 4 orders, the last one from " + from);
    }

    /** A mirror keeps sequences, times and subjects, takes no messages of its own, and can be promoted. */
    private static void mirror(JetStream js, StreamHandle oslo) throws InterruptedException {
        StreamHandle archive = js.createStream(StreamConfig.builder("ARCHIVE")
                .mirror(StreamSource.builder("OSLO").build())
                .build());
        copies(archive, 2);
        StoredMessage copied = archive.message(2).orElseThrow();
        Sample.check("the subject of the copy", "oslo.orders.pen", copied.subject());
        Sample.check("the time of the copy", oslo.message(2).orElseThrow().time(), copied.time());
        Sample.check(
                "what is still to come",
                0L,
                archive.info().mirror().orElseThrow().lag());

        // the shop closes: its subjects go over to the archive, and the sequences go on
        oslo.delete();
        archive.update(StreamConfig.builder("ARCHIVE").subjects("oslo.orders.*").build());
        long sequence = js.publish("oslo.orders.ink", "the last one".getBytes(StandardCharsets.UTF_8))
                .sequence();
        Sample.check("the sequence of the first order that the archive took itself", 3L, sequence);
        System.out.println("the archive took over at sequence " + sequence);
    }

    /** Waits until a stream has its copies. */
    private static void copies(StreamHandle stream, long messages) throws InterruptedException {
        Sample.await(
                "copies in " + stream.name(),
                messages,
                () -> stream.info().state().messages());
    }
}
