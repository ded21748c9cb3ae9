// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Payments become bookings, each exactly once. The payer sends everything twice, as one does who is not sure; the booker fails half way through one payment in ten, as programs do.
 * Neither doubles a booking: messages have ids, and a payment is only acknowledged when its bookings are stored.
 */
public final class ExactlyOnce {
    private static final int PAYMENTS = 50;

    private ExactlyOnce() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, ExactlyOnce::run);
    }

    static void run(String url) throws Exception {
        try (Connection nats = Nats.connect(url)) {
            JetStream js = JetStream.on(nats);
            Sample.remove(js, "PAYMENTS");
            Sample.remove(js, "BOOKINGS");
            StreamHandle payments = js.createStream(
                    StreamConfig.builder("PAYMENTS").subjects("payments").build());
            StreamHandle bookings = js.createStream(
                    StreamConfig.builder("BOOKINGS").subjects("bookings.*").build());

            int refused = 0;
            for (int i = 0; i < 2 * PAYMENTS; i++) {
                String id = "payment-" + i / 2;
                PubAck ack = js.publish(message("payments", id), p -> p.messageId(id));
                refused += ack.duplicate() ? 1 : 0;
            }
            Sample.check("payments that were known already", PAYMENTS, refused);
            Sample.check("payments", (long) PAYMENTS, payments.info().state().messages());

            ConsumerHandle booker = payments.createConsumer(
                    ConsumerConfig.builder("booker").durable("booker").build());
            AtomicInteger accidents = new AtomicInteger();
            try (Consuming booking = io.natskit.jetstream.ExactlyOnce.run(
                    js,
                    booker,
                    payment -> {
                        long number = payment.metadata().streamSequence();
                        if (number % 10 == 0 && payment.metadata().delivered() == 1) {
                            // one of the two bookings is made, and then the booker breaks down
                            js.publish(
                                    message("bookings.debit", payment.text()),
                                    p -> p.messageId("PAYMENTS:" + number + ":0"));
                            accidents.incrementAndGet();
                            throw new IllegalStateException("the booker broke down");
                        }
                        return List.of(
                                message("bookings.debit", payment.text()), message("bookings.credit", payment.text()));
                    },
                    how -> how.retryDelay(Duration.ofMillis(100)))) {
                Sample.await("payments to be booked", 0L, () -> {
                    var info = booker.info();
                    return info.numPending() + info.numAckPending();
                });
                booking.drain(Duration.ofSeconds(10));
            }
            Sample.check("accidents", PAYMENTS / 10, accidents.get());
            Sample.check("bookings", 2L * PAYMENTS, bookings.info().state().messages());
            Set<String> different = new HashSet<>();
            for (long i = 1; i <= 2 * PAYMENTS; i++) {
                bookings.message(i).ifPresent(b -> different.add(b.subject() + " " + b.text()));
            }
            Sample.check("different bookings", 2 * PAYMENTS, different.size());
            System.out.println(PAYMENTS + " payments, " + accidents + " accidents, " + different.size() + " bookings");
            js.deleteStream("PAYMENTS");
            js.deleteStream("BOOKINGS");
        }
    }

    private static OutgoingMessage message(String subject, String text) {
        return OutgoingMessage.of(subject, text.getBytes(StandardCharsets.UTF_8));
    }
}
