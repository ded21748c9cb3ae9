// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import com.google.re2j.Pattern;
import io.natskit.cli.action.ByteCount;
import io.natskit.cli.action.Failure;
import io.natskit.cli.action.Remedies;
import io.natskit.cli.checks.CheckGroup;
import io.natskit.cli.connect.Durations;
import io.natskit.cli.expression.Expression;
import io.natskit.cli.expression.Patterns;
import io.natskit.cli.message.Program;
import io.natskit.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: takes arguments, runs the command they name, and turns what goes wrong into a line, a remedy and an exit code. */
public final class Cli {
    private final Terminal terminal;

    /** A command line before this terminal. */
    public Cli(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs one command; 0 when all went well. Never throws for what a user or a server did. */
    public int execute(String... args) {
        return commandLine().execute(args);
    }

    /** The tree of commands. */
    CommandLine commandLine() {
        CommandLine line = new CommandLine(new Natskit(terminal));
        Objects.requireNonNull(line.getSubcommands().get("server")).addSubcommand(new CheckGroup());
        line.registerConverter(Duration.class, reader(Durations::parse));
        line.registerConverter(ByteCount.class, reader(ByteCount::parse));
        line.registerConverter(Program.class, reader(Program::parse));
        line.registerConverter(Expression.class, reader(Expression::parse));
        line.registerConverter(Pattern.class, reader(Patterns::compile));
        Words.register(line);
        // a user, a bucket or a stream may be called as a command is
        line.setAllowSubcommandsAsOptionParameters(true);
        line.setOut(new PrintWriter(terminal.out(), true));
        line.setErr(new PrintWriter(terminal.err(), true));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
        line.setParameterExceptionHandler((failure, args) -> misused(failure));
        describe(line);
        return line;
    }

    /** Reads values of options; what cannot be read is told with the option's name. */
    private static <T> ITypeConverter<T> reader(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        };
    }

    /** Each command's help shows its own options; those that all share stand in the help of the program. */
    private static void describe(CommandLine line) {
        line.setUsageHelpAutoWidth(true);
        line.setAbbreviatedOptionsAllowed(false);
        for (CommandLine command : line.getSubcommands().values()) {
            command.getCommandSpec()
                    .usageMessage()
                    .abbreviateSynopsis(true)
                    .footer("", "natskit --help shows the options that all commands share.");
            command.getHelpSectionMap()
                    .put(
                            CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                            help -> help.optionListExcludingGroups(help.commandSpec().options().stream()
                                    .filter(option -> !option.inherited())
                                    .toList()));
            describe(command);
        }
    }

    private int failed(Exception failure, CommandLine command) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        tell(Remedies.message(failure), Remedies.remedy(failure));
        return codeOf(command);
    }

    private int misused(ParameterException failure) {
        String name = failure.getCommandLine().getCommandSpec().qualifiedName();
        tell(String.valueOf(failure.getMessage()), name + " --help shows what can be said");
        UnmatchedArgumentException.printSuggestions(
                failure, failure.getCommandLine().getErr());
        return codeOf(failure.getCommandLine());
    }

    /** The exit code of a command that failed: monitoring would take that of others for a warning. */
    private static int codeOf(CommandLine command) {
        for (CommandLine here = command; here != null; here = here.getParent()) {
            if (here.getCommandSpec().userObject() instanceof CheckGroup) {
                return CheckGroup.UNKNOWN;
            }
        }
        return Failure.EXIT;
    }

    private void tell(String message, String remedy) {
        terminal.note("natskit: error: " + message);
        if (!remedy.isEmpty()) {
            terminal.note("  remedy: " + remedy);
        }
    }
}
