// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import io.natskit.cli.message.Program;
import io.natskit.cli.message.Template;
import io.natskit.client.Message;
import java.io.IOException;
import java.util.Map;

/** A command that answers requests with what it prints. */
final class ReplyCommand {
    private final Program program;

    ReplyCommand(Program program) {
        this.program = program;
    }

    /** What it prints for this request; throws {@link IOException} where it cannot be run or fails. */
    byte[] run(Message request, long number) throws IOException {
        String body = request.text();
        return program.run(
                word -> Template.of(word, true).render(number, request.subject(), body),
                Map.of("NATS_REQUEST_SUBJECT", request.subject(), "NATS_REQUEST_BODY", body),
                new byte[0]);
    }
}
