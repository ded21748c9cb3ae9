// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import io.natskit.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes and changes contexts from the options of a command line. */
public final class ContextWriter {
    private final Terminal terminal;
    private final Contexts contexts;

    /** For the contexts of this terminal's user. */
    public ContextWriter(Terminal terminal, Contexts contexts) {
        this.terminal = terminal;
        this.contexts = contexts;
    }

    /** Writes a context: what is there already under its name, and over it what the options say. */
    public void save(String name, ConnectionOptions options, @Nullable String description) {
        Path file = contexts.path(name);
        ContextFile before = contexts.find(name).orElseGet(() -> ContextFile.empty(name, file));
        before.saveAs(name, file, with(options, description), options.tlsFirst());
    }

    /** Writes one context under another name, and over it what the options say. */
    public void copy(String from, String to, ConnectionOptions options, @Nullable String description) {
        if (contexts.find(to).isPresent()) {
            throw new IllegalArgumentException("context \"" + to + "\" exists (expected: a new name)");
        }
        contexts.named(from).saveAs(to, contexts.path(to), with(options, description), options.tlsFirst());
    }

    private Map<String, String> with(ConnectionOptions options, @Nullable String description) {
        Map<String, String> fields = options.fields(terminal);
        if (description != null) {
            fields.put("description", description);
        }
        return fields;
    }
}
