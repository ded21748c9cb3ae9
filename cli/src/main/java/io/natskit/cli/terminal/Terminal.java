// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a command reads and writes, and what surrounds it. Printing is safe from any thread; tests bring streams of their own. */
public final class Terminal {
    private static final int WIDTH_UNKNOWN = 100;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final boolean interactive;

    /** A terminal on these streams; {@code interactive} where a person sits before it, who can be asked and may see moving pictures. */
    public Terminal(
            InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, boolean interactive) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.interactive = interactive;
    }

    /** That of this process, in UTF-8 whatever the system says, since tables are drawn with lines. */
    public static Terminal ofThisProcess() {
        return new Terminal(
                System.in,
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                System.getenv(),
                isBeforeSomebody());
    }

    /** From JDK 22 on there is a console without a terminal, too, which says so itself; before, there is none. */
    private static boolean isBeforeSomebody() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Standard output: results, and nothing else. */
    public PrintStream out() {
        return out;
    }

    /** Standard error: what went wrong, how far it is, what happens beside. */
    public PrintStream err() {
        return err;
    }

    /** Standard input. */
    public InputStream in() {
        return in;
    }

    /** Whether a person sits before it. */
    public boolean isInteractive() {
        return interactive;
    }

    /** Prints a line of the result, or several; what a terminal would obey, such as in a subject or a header, is replaced. */
    public void line(String text) {
        out.println(Printable.lines(text));
    }

    /** Prints a line beside the result, with the same care. */
    public void note(String text) {
        err.println(Printable.lines(text));
    }

    /** Prints bytes of the result as they are: for whoever asked for nothing else. */
    public void raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** A variable of the environment; null where it is unset or empty. */
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** The folder of the user's settings: {@code XDG_CONFIG_HOME}, else {@code .config} in the home. */
    public Path configFolder() {
        String xdg = variable("XDG_CONFIG_HOME");
        return xdg != null ? Path.of(xdg) : Path.of(home(), ".config");
    }

    /** How many characters a line has. */
    public int width() {
        String columns = variable("COLUMNS");
        try {
            return columns == null ? WIDTH_UNKNOWN : Math.max(40, Integer.parseInt(columns));
        } catch (NumberFormatException e) {
            return WIDTH_UNKNOWN;
        }
    }

    /** Asks a person; true for an answer that begins with y. */
    public boolean confirms(String question) {
        err.print(question + " [y/N] ");
        err.flush();
        int answer = read();
        boolean yes = answer == 'y' || answer == 'Y';
        while (answer >= 0 && answer != '\n') {
            answer = read();
        }
        return yes;
    }

    /** All of standard input. */
    public byte[] readAll() {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input: " + e.getMessage(), e);
        }
    }

    private int read() {
        try {
            return in.read();
        } catch (IOException e) {
            return -1;
        }
    }

    private String home() {
        String home = variable("HOME");
        return home != null ? home : System.getProperty("user.home");
    }
}
