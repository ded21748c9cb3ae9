// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import io.natskit.cli.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The contexts of the nats CLI (ADR-21): files in {@code nats/context} of the user's settings, and the name of the one that is selected. */
public final class Contexts {
    private static final String SUFFIX = ".json";

    private final Path folder;

    /** Those of the user before this terminal. */
    public Contexts(Terminal terminal) {
        this.folder = terminal.configFolder().resolve("nats");
    }

    /** The names, in order. */
    public List<String> names() {
        Path files = folder.resolve("context");
        if (!Files.isDirectory(files)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(files)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + files + ": " + e.getMessage(), e);
        }
    }

    /** The context of this name; throws {@link IllegalArgumentException} where there is none. */
    public ContextFile named(String name) {
        return find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("context \"" + name + "\" not found (expected: " + known() + ")"));
    }

    /** The context of this name, if there is one. */
    public Optional<ContextFile> find(String name) {
        Path file = path(name);
        return Files.exists(file) ? Optional.of(ContextFile.read(name, file)) : Optional.empty();
    }

    /** The name that is selected, if any is. */
    public Optional<String> selected() {
        Path file = selection();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String name = ContextFile.read(file).strip();
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** Selects a context that exists. */
    public void select(String name) {
        named(name);
        ContextFile.write(selection(), name);
    }

    /** Selects none. */
    public void unselect() {
        delete(selection());
    }

    /** Where the context of this name is. Throws {@link IllegalArgumentException} for a name that would lead elsewhere. */
    public Path path(String name) {
        if (name.isEmpty() || name.contains("..") || name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException("context: \"" + name + "\" (expected: a name without / or ..)");
        }
        return folder.resolve("context").resolve(name + SUFFIX);
    }

    /** Removes a context, and its selection with it. */
    public void remove(String name) {
        delete(named(name).path());
        if (selected().filter(name::equals).isPresent()) {
            unselect();
        }
    }

    private Path selection() {
        return folder.resolve("context.txt");
    }

    private String known() {
        List<String> names = names();
        return names.isEmpty() ? "there is none yet, see natskit context add" : "one of " + String.join(", ", names);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }
}
