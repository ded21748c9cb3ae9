// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.explain;

import io.natskit.cli.action.Action;
import io.natskit.cli.action.Failure;
import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.wire.jetstream.ErrorHelp;
import io.natskit.wire.jetstream.JetStreamError;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit errors}. */
@Command(
        name = "errors",
        aliases = {"error", "err"},
        description = "Tells what an error code of JetStream means, and what to do; lists all without a code.")
public final class Errors extends Action {
    @Parameters(paramLabel = "CODE", arity = "0..1", description = "The code, such as 10059, or the error's name.")
    private @Nullable String code;

    /** For picocli. */
    public Errors() {}

    @Override
    protected int run() {
        if (code == null) {
            list();
            return 0;
        }
        JetStreamError error = find(code)
                .orElseThrow(() -> new Failure("no error has the code " + code, "natskit errors lists them all"));
        if (json()) {
            JsonText.print(terminal(), json(error));
            return 0;
        }
        new Facts("NATS Error Code: " + error.errCode())
                .add("Name", error.name())
                .add("Description", error.template())
                .add("HTTP Code", error.code())
                .addIfPresent("Cause", help(error).map(ErrorHelp::cause).orElse(""))
                .addIfPresent("Remedy", help(error).map(ErrorHelp::remedy).orElse(""))
                .add("Page", page(error))
                .print(terminal());
        return 0;
    }

    private void list() {
        if (json()) {
            JsonText.print(
                    terminal(),
                    Arrays.stream(JetStreamError.values()).map(Errors::json).toList());
            return;
        }
        Table table = Table.of("JetStream Errors", "Code", "HTTP Code", "Name", "Description");
        for (JetStreamError error : JetStreamError.values()) {
            table.row(error.errCode(), error.code(), error.name(), error.template());
        }
        table.print(terminal());
    }

    private static Optional<JetStreamError> find(String code) {
        if (!code.isEmpty() && code.length() < 9 && code.chars().allMatch(Character::isDigit)) {
            return JetStreamError.of(Integer.parseInt(code));
        }
        return Arrays.stream(JetStreamError.values())
                .filter(error -> error.name().equalsIgnoreCase(code.replace('-', '_')))
                .findFirst();
    }

    private static Optional<ErrorHelp> help(JetStreamError error) {
        return ErrorHelp.of(error.errCode());
    }

    /** Where the project's documentation tells of it. */
    private static String page(JetStreamError error) {
        return "docs/errors/jetstream.md#" + error.errCode();
    }

    private static byte[] json(JetStreamError error) {
        return JsonText.object(out -> out.field("error_code", error.errCode())
                .field("code", error.code())
                .field("constant", error.name())
                .field("description", error.template())
                .fieldIfPresent("cause", help(error).map(ErrorHelp::cause).orElse(null))
                .fieldIfPresent("remedy", help(error).map(ErrorHelp::remedy).orElse(null))
                .field("page", page(error)));
    }
}
