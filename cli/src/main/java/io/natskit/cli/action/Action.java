// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import io.natskit.cli.connect.ConnectionOptions;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Terminal;
import io.natskit.wire.json.JsonWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command. One run, then it is thrown away. */
public abstract class Action implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    /** For subclasses. */
    protected Action() {}

    /** Does what the command is for; the exit code, 0 when all went well. */
    protected abstract int run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        return run();
    }

    /** What the root command gives. */
    protected final Surroundings surroundings() {
        return (Surroundings) spec().root().userObject();
    }

    /** Where to read and write. */
    protected final Terminal terminal() {
        return surroundings().terminal();
    }

    /** Whether the result is to be JSON. */
    protected final boolean json() {
        return surroundings().json();
    }

    /** Which server to reach. */
    protected final ConnectionOptions connection() {
        return surroundings().connection();
    }

    /** The command as picocli knows it, and gave it before the run. */
    protected final CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    /** Prints a line of the result, or the same as JSON. */
    protected final void tell(String text, Consumer<JsonWriter> fields) {
        if (json()) {
            JsonText.print(terminal(), JsonText.object(fields));
        } else {
            terminal().line(text);
        }
    }

    /** Goes on if it was forced to, or if somebody says so; throws {@link Failure} otherwise. */
    protected final void confirm(boolean forced, String question) {
        if (forced) {
            return;
        }
        if (!terminal().isInteractive()) {
            throw new Failure(question + " Nobody is there to ask.", "say --force to do it without asking");
        }
        if (!terminal().confirms(question)) {
            throw new Failure("nothing was done", "");
        }
    }
}
