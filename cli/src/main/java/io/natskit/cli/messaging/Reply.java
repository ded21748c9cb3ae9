// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Failure;
import io.natskit.cli.action.HeaderLines;
import io.natskit.cli.action.Remedies;
import io.natskit.cli.connect.Session;
import io.natskit.cli.message.MessageJson;
import io.natskit.cli.message.Program;
import io.natskit.cli.message.Template;
import io.natskit.cli.terminal.JsonText;
import io.natskit.client.Message;
import io.natskit.client.Options;
import io.natskit.client.SubscribeOptions;
import io.natskit.wire.headers.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit reply}. */
@Command(name = "reply", description = "Answers requests: with a text, an echo, or what a command prints.")
public final class Reply extends ConnectedAction {
    @Parameters(index = "0", paramLabel = "SUBJECT", description = "What to listen to.")
    private String subject = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "BODY",
            description = "What to answer, with functions in braces.")
    private @Nullable String body;

    @Option(names = "--echo", description = "Answers with the request.")
    private boolean echo;

    @Option(names = "--command", paramLabel = "COMMAND", description = "Answers with what this command prints.")
    private @Nullable Program command;

    @Option(
            names = {"-q", "--queue"},
            paramLabel = "GROUP",
            defaultValue = "NATS-RPLY-22",
            description = "The queue group.")
    private String queue = "NATS-RPLY-22";

    @Option(names = "--sleep", paramLabel = "MAX", description = "Waits up to this long before each answer.")
    private @Nullable Duration sleep;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "K:V",
            description = "Adds a header, many times over.")
    private List<String> headers = List.of();

    @Option(names = "--count", description = "Ends after so many requests.")
    private long count;

    /** For picocli. */
    public Reply() {}

    @Override
    protected void prepare(Options.Builder options) {
        watch(options);
    }

    @Override
    protected int run(Session session) throws InterruptedException {
        if (body == null && command == null && !echo) {
            throw new Failure("nothing to answer with", "give a body, --echo or --command");
        }
        Headers added = HeaderLines.parse(headers);
        Receipts receipts = new Receipts(count);
        SubscribeOptions options = SubscribeOptions.queue(queue);
        session.connection().subscribe(subject, options, request -> answer(request, added, receipts));
        session.connection().flush(session.timeout());
        terminal().note("Listening on \"" + subject + "\" in group \"" + queue + "\"");
        receipts.await(null, () -> {});
        session.connection().flush(session.timeout());
        return 0;
    }

    private void answer(Message request, Headers added, Receipts receipts) {
        long number = receipts.next();
        if (number == 0) {
            return;
        }
        try {
            answer(request, added, number);
        } catch (RuntimeException e) {
            terminal().note("natskit: error: cannot answer: " + Remedies.message(e));
        } finally {
            receipts.done(number);
        }
    }

    private void answer(Message request, Headers added, long number) {
        if (json()) {
            JsonText.printLine(terminal(), MessageJson.of(request, request.bytes()));
        } else {
            terminal()
                    .line("[#" + number + "] Received on subject \"" + request.subject() + "\":\n\n" + request.text()
                            + "\n");
        }
        if (request.wantsReply()) {
            pause();
            byte[] payload = payload(request, number);
            if (payload != null) {
                request.reply(added, payload);
            }
        }
    }

    private byte @Nullable [] payload(Message request, long number) {
        if (command != null) {
            try {
                return new ReplyCommand(command).run(request, number);
            } catch (IOException e) {
                terminal().note("command failed: " + e.getMessage());
                return null;
            }
        }
        String text = body;
        return echo || text == null
                ? request.bytes()
                : Template.of(text, true)
                        .render(number, request.subject(), request.text())
                        .getBytes(StandardCharsets.UTF_8);
    }

    private void pause() {
        if (sleep != null && !sleep.isZero()) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(sleep.toNanos() + 1));
        }
    }
}
