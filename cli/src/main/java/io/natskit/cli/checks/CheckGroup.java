// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.checks;

import io.natskit.cli.action.Group;
import io.natskit.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code natskit check}, and {@code natskit server check}. */
@Command(
        name = "check",
        description =
                "Checks something for a monitoring system: exit code 0 is good, 1 a warning, 2 critical, 3 unknown.",
        subcommands = {CheckConnection.class, CheckConsumer.class, CheckMessage.class, CheckStream.class})
public final class CheckGroup extends Group {
    @Option(
            names = "--format",
            scope = ScopeType.INHERIT,
            defaultValue = "nagios",
            description = "nagios, json, prometheus or text; nagios by default.")
    private String format = "nagios";

    @Option(
            names = "--namespace",
            scope = ScopeType.INHERIT,
            defaultValue = "nats_server_check",
            description = "What Prometheus' names begin with.")
    private String namespace = "nats_server_check";

    @Option(
            names = "--outfile",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Writes to a file instead.")
    private @Nullable Path file;

    /** The exit code of a check that could not be made, such as by misuse. */
    public static final int UNKNOWN = CheckResult.Status.UNKNOWN.ordinal();

    /** For picocli. */
    public CheckGroup() {}

    @Override
    protected int exitCode() {
        return UNKNOWN;
    }

    /** Prints a result in the format that was asked for. */
    void print(Terminal terminal, boolean json, CheckResult result) throws IOException {
        String text = switch (json ? "json" : format) {
            case "nagios" -> CheckFormats.nagios(result);
            case "json" -> CheckFormats.json(result);
            case "prometheus" -> CheckFormats.prometheus(result, namespace);
            case "text" -> CheckFormats.text(result);
            default ->
                throw new IllegalArgumentException(
                        "--format: \"" + format + "\" (expected: nagios, json, prometheus or text)");
        };
        if (file == null) {
            terminal.line(text);
        } else {
            Files.writeString(file, text + "\n");
        }
    }
}
