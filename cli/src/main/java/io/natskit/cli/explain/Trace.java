// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.explain;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Failure;
import io.natskit.cli.action.HeaderLines;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.Subscription;
import io.natskit.wire.headers.HeadersBuilder;
import io.natskit.wire.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit trace}. */
@Command(
        name = "trace",
        description = "Shows the way of a message through servers, accounts and streams, without delivering it.")
public final class Trace extends ConnectedAction {
    private static final Duration STALL = Duration.ofMillis(500);

    @Parameters(index = "0", paramLabel = "SUBJECT", description = "Where the message goes.")
    private String subject = "";

    @Parameters(index = "1", paramLabel = "BODY", arity = "0..1", defaultValue = "", description = "Its payload.")
    private String body = "";

    @Option(names = "--deliver", description = "Delivers it, too.")
    private boolean deliver;

    @Option(
            names = {"-T", "--timestamp"},
            description = "With times.")
    private boolean timestamps;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "K:V",
            description = "Adds a header, many times over.")
    private List<String> headers = List.of();

    /** For picocli. */
    public Trace() {}

    @Override
    protected int run(Session session) {
        List<byte[]> told = gather(session);
        if (json()) {
            JsonText.print(terminal(), told);
            return told.isEmpty() ? Failure.EXIT : 0;
        }
        if (told.isEmpty()) {
            throw new Failure(
                    "no server told of the message within " + Figures.duration(session.timeout()),
                    "servers from 2.11 on trace messages");
        }
        terminal().line("Tracing message route to subject " + subject + "\n");
        TraceView view = new TraceView(terminal(), timestamps);
        told.forEach(event -> view.show(JsonObject.parse(event)));
        view.summary();
        return 0;
    }

    private List<byte[]> gather(Session session) {
        Connection connection = session.connection();
        String inbox = connection.newInbox();
        List<byte[]> told = new ArrayList<>();
        try (Subscription events = connection.subscribe(inbox)) {
            HeadersBuilder all = HeaderLines.parse(headers).toBuilder().set("Nats-Trace-Dest", inbox);
            if (!deliver) {
                all.set("Nats-Trace-Only", "true");
            }
            connection.publish(OutgoingMessage.to(subject)
                    .headers(all.build())
                    .payload(body)
                    .build());
            Optional<Message> event = events.next(session.timeout());
            while (event.isPresent()) {
                told.add(event.get().bytes());
                event = events.next(STALL);
            }
        }
        return told;
    }
}
