// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.message.MessageView;
import io.natskit.cli.message.Translation;
import io.natskit.cli.terminal.Figures;
import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.Replies;
import io.natskit.client.RepliesEnd;
import io.natskit.client.RequestManyOptions;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code natskit req}. */
@Command(name = "request", aliases = "req", description = "Asks, and shows the answers.")
public final class Request extends ConnectedAction {
    @Mixin
    private Body body = new Body();

    @Option(
            names = {"-r", "--raw"},
            description = "Answers alone.")
    private boolean raw;

    @Option(names = "--count", defaultValue = "1", description = "How often.")
    private long count = 1;

    @Option(names = "--replies", defaultValue = "1", description = "How many answers to wait for; 0 until the timeout.")
    private int replies = 1;

    @Option(
            names = "--reply-timeout",
            paramLabel = "DURATION",
            defaultValue = "300ms",
            description = "The longest gap between answers.")
    private Duration gap = Duration.ofMillis(300);

    @Option(names = "--wait-for-empty", description = "Until an empty answer comes.")
    private boolean untilEmpty;

    @Mixin
    private Translation translation = new Translation();

    /** For picocli. */
    public Request() {}

    @Override
    protected int run(Session session) {
        body.each(terminal(), count, (number, payload) -> ask(session, payload));
        return 0;
    }

    private void ask(Session session, byte[] payload) {
        OutgoingMessage request = OutgoingMessage.to(body.subject)
                .headers(body.headers())
                .payload(payload)
                .build();
        if (!raw && !json()) {
            terminal().note(Figures.clock(Instant.now()) + " Sending request on \"" + body.subject + "\"");
        }
        long start = System.nanoTime();
        if (replies == 1 && !untilEmpty) {
            show(start, session.connection().request(request, session.timeout()));
            return;
        }
        try (Replies all = session.connection().requestMany(request, o -> many(o, session.timeout()))) {
            for (Message answer : all) {
                show(start, answer);
            }
            if (all.end().filter(RepliesEnd.NO_RESPONDERS::equals).isPresent()) {
                throw new NoRespondersException(body.subject);
            }
        }
    }

    private void many(RequestManyOptions.Builder options, Duration timeout) {
        options.timeout(timeout).maxReplies(replies);
        if (untilEmpty) {
            options.emptyEnds();
        } else if (replies > 1) {
            options.stall(gap);
        }
    }

    private void show(long start, Message answer) {
        String rtt = Figures.duration(Duration.ofNanos(System.nanoTime() - start));
        new MessageView(terminal(), json(), raw ? MessageView.Part.RAW : MessageView.Part.ALL, translation)
                .show(Figures.clock(Instant.now()) + " Received with rtt " + rtt, answer);
    }
}
