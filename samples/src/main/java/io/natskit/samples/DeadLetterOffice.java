// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.DeadLetters;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Letters that cannot be read are tried three times, letters without an address are given up at once; either way they are kept, with the reason, where somebody can look at them. */
public final class DeadLetterOffice {

    private DeadLetterOffice() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, DeadLetterOffice::run);
    }

    static void run(String url) throws Exception {
        try (Connection nats = Nats.connect(url)) {
            JetStream js = JetStream.on(nats);
            for (String name : new String[] {"LETTERS", "LETTERS_DEAD", "LETTERS_DEAD_SIGNALS"}) {
                Sample.remove(js, name);
            }
            StreamHandle letters = js.createStream(
                    StreamConfig.builder("LETTERS").subjects("letters").build());
            ConsumerHandle postman = letters.createConsumer(ConsumerConfig.builder("postman")
                    .durable("postman")
                    .maxDeliver(3)
                    .ackWait(Duration.ofSeconds(1))
                    .build());
            // from now on nothing that is given up gets lost, even while this program does not run
            try (Consuming office = DeadLetters.keep(js, "LETTERS")) {
                for (String text : new String[] {"to Ada", "", "scrawl", "to Bob"}) {
                    js.publish("letters", text.getBytes(StandardCharsets.UTF_8));
                }
                try (Consuming round = postman.consume(letter -> {
                    if (letter.text().isEmpty()) {
                        letter.term("no address");
                    } else if (letter.text().startsWith("to ")) {
                        letter.ackSync(Duration.ofSeconds(10));
                    } else {
                        letter.nak(); // perhaps it can be read the next time
                    }
                })) {
                    StreamHandle dead = js.stream("LETTERS_DEAD");
                    Sample.await("dead letters", 2L, () -> dead.info().state().messages());
                    round.drain(Duration.ofSeconds(10));
                }
                office.drain(Duration.ofSeconds(10));
            }
            StreamHandle dead = js.stream("LETTERS_DEAD");
            String reasons = "";
            for (long i = 1; i <= 2; i++) {
                StoredMessage letter = dead.message(i).orElseThrow();
                reasons += letter.headers().first("Dead-Letter-Sequence") + ": "
                        + letter.headers().first("Dead-Letter-Reason") + "\n";
                Sample.check("where it was to go", "letters", letter.headers().first("Dead-Letter-Subject"));
            }
            Sample.check("the one without an address", true, reasons.contains("2: no address"));
            Sample.check("the one that nobody could read", true, reasons.contains("3: max deliveries"));
            System.out.print(reasons);
            for (String name : new String[] {"LETTERS", "LETTERS_DEAD", "LETTERS_DEAD_SIGNALS"}) {
                js.deleteStream(name);
            }
        }
    }
}
