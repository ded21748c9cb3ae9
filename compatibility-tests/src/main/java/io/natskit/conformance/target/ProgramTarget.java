// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server program that takes nats-server's flags and configuration files. */
public final class ProgramTarget implements Target {
    static final String CONFIG = "server.conf";

    private final String name;
    private final String family;
    private final List<String> command;
    private final Map<String, String> environment;

    /** A program by its command; configuration and flags are added behind it. */
    public ProgramTarget(String name, String family, List<String> command) {
        this(name, family, command, Map.of());
    }

    /** A program by its command and what its environment has beside ours. */
    public ProgramTarget(String name, String family, List<String> command, Map<String, String> environment) {
        this.name = name;
        this.family = family;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String family() {
        return family;
    }

    @Override
    public boolean configurable() {
        return true;
    }

    @Override
    public boolean isProgram() {
        return true;
    }

    /** The same program with these variables in its environment, too. */
    public ProgramTarget with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new ProgramTarget(name, family, command, all);
    }

    /** The command without flags. */
    public List<String> command() {
        return command;
    }

    @Override
    public ServerProgram start(String config, String... flags) {
        try {
            Path folder = Files.createTempDirectory("conformance");
            String text = config.replace("${store}", folder.resolve("store").toString());
            Path file = Files.writeString(folder.resolve(CONFIG), text);
            List<String> line = new ArrayList<>(List.of("-c", file.toString(), "-a", "127.0.0.1", "-p", "-1"));
            line.addAll(List.of(flags));
            ServerProgram program = run(folder, line, true);
            program.awaitReady();
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the program with exactly these flags, in {@code folder}, without waiting for anything. */
    public ServerProgram run(Path folder, List<String> flags) {
        return run(folder, flags, false);
    }

    private ServerProgram run(Path folder, List<String> flags, boolean ownsFolder) {
        List<String> line = new ArrayList<>(command);
        line.addAll(flags);
        try {
            ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
            builder.environment().remove("NATS_SERVER");
            builder.environment().putAll(environment);
            return ServerProgram.start(builder, folder, ownsFolder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + line, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
