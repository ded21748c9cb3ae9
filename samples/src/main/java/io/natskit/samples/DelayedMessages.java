// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.Schedules;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Messages for later: one at a moment, one every second until it is cancelled, and one that was called off in time. The server keeps them; nobody has to stay awake. */
public final class DelayedMessages {

    private DelayedMessages() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, DelayedMessages::run);
    }

    static void run(String url) throws Exception {
        try (Connection nats = Nats.connect(url)) {
            JetStream js = JetStream.on(nats);
            Sample.remove(js, "ALARMS");
            StreamHandle alarms = js.createStream(StreamConfig.builder("ALARMS")
                    .subjects("alarms.>", "ring.>")
                    .allowMessageSchedules(true)
                    .allowMessageTtl(true)
                    .allowRollup(true)
                    .build());
            Schedules schedules = js.schedules("ALARMS");

            Instant due = Instant.now().plusSeconds(2);
            schedules.at("alarms.tea", message("ring.tea", "the tea is ready"), due);
            schedules.at("alarms.cake", message("ring.cake", "the cake is burnt"), due);
            schedules.every("alarms.clock", message("ring.clock", "tick"), Duration.ofSeconds(1));
            Sample.check("the cake was taken out in time", true, schedules.cancel("alarms.cake"));

            try (Messages ringing = alarms.ordered(o -> o.subjects("ring.>")).messages(m -> {})) {
                boolean tea = false;
                int ticks = 0;
                while (!tea || ticks < 2) {
                    var message = ringing.next(Duration.ofSeconds(20)).orElseThrow();
                    System.out.println(message.subject() + ": " + message.text());
                    Sample.check(
                            "nobody rings for the cake",
                            false,
                            message.subject().equals("ring.cake"));
                    ticks += message.subject().equals("ring.clock") ? 1 : 0;
                    if (message.subject().equals("ring.tea")) {
                        tea = true;
                        // schedules count whole seconds
                        boolean early = message.metadata().time().isBefore(due.minusSeconds(1));
                        Sample.check("the tea was called too early", false, early);
                    }
                }
            }
            Sample.check("the clock was stopped", true, schedules.cancel("alarms.clock"));
            alarms.delete();
        }
    }

    private static OutgoingMessage message(String subject, String text) {
        return OutgoingMessage.of(subject, text.getBytes(StandardCharsets.UTF_8));
    }
}
