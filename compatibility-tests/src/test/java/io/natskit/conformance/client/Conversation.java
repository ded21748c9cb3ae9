// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** The judge's side of what {@code natsjs_talk.js} says: does what subjects below {@code judge} ask for, until the program ends. */
final class Conversation {
    /** How many messages come in a burst, and are shared in a queue group. */
    private static final int MANY = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final Connection judge;

    Conversation(Connection judge) {
        this.judge = judge;
    }

    /** Starts the program when the judge listens, and answers it; its exit code, or −1 if it is not done in a minute. */
    int with(Supplier<ClientProcess> start, StringBuilder said) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        try (Subscription asked = judge.subscribe("judge.*")) {
            judge.flush(PATIENCE);
            try (ClientProcess program = start.get()) {
                int code = -1;
                while (code < 0 && System.nanoTime() < end) {
                    asked.next(MOMENT).ifPresent(this::answer);
                    code = program.awaitExit(Duration.ZERO);
                }
                said.append(program.output());
                return code;
            }
        }
    }

    private void answer(Message asked) {
        switch (asked.subject()) {
            case "judge.echo" -> asked.reply(asked.headers(), asked.bytes());
            case "judge.burst" -> asked.reply(burst(asked.text()));
            case "judge.ask" ->
                asked.reply(judge.request(asked.text(), "how".getBytes(StandardCharsets.UTF_8), PATIENCE)
                        .text());
            case "judge.share" -> asked.reply(share(asked.text()));
            default -> throw new IllegalStateException("nobody speaks of " + asked.subject());
        }
    }

    private String burst(String subject) {
        for (int i = 0; i < MANY; i++) {
            judge.publish(subject + "." + i, Integer.toString(i));
        }
        return "sent";
    }

    /** Publishes to a queue group that has this side in it; how many this side took. */
    private String share(String subject) {
        try (Subscription mine = judge.subscribe(subject, SubscribeOptions.queue("g"))) {
            judge.flush(PATIENCE);
            for (int i = 0; i < MANY; i++) {
                judge.publish(subject, Integer.toString(i));
            }
            judge.flush(PATIENCE);
            int taken = 0;
            while (mine.next(Duration.ZERO).isPresent()) {
                taken++;
            }
            return Integer.toString(taken);
        }
    }
}
