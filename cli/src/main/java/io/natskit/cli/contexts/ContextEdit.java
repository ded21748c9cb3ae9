// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.contexts;

import io.natskit.cli.action.Action;
import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Contexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit context edit}. */
@Command(name = "edit", aliases = "vi", description = "Opens a context in the editor that EDITOR names.")
public final class ContextEdit extends Action {
    @Parameters(paramLabel = "NAME", description = "The context.")
    private String name = "";

    /** For picocli. */
    public ContextEdit() {}

    @Override
    protected int run() throws IOException, InterruptedException {
        String editor = terminal().variable("EDITOR");
        if (editor == null) {
            throw new Failure("no editor", "set EDITOR, such as EDITOR=vi");
        }
        Contexts contexts = new Contexts(terminal());
        Path file = contexts.named(name).path();
        String before = Files.readString(file);
        List<String> call = new ArrayList<>(List.of(editor.strip().split(" +")));
        call.add(file.toString());
        int code = new ProcessBuilder(call).inheritIO().start().waitFor();
        try {
            contexts.named(name);
        } catch (IllegalArgumentException e) {
            Files.writeString(file, before);
            throw new Failure(e.getMessage() + "; it is as it was", "");
        }
        return code == 0 ? 0 : Failure.EXIT;
    }
}
