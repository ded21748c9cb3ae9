// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file of nats-server's form (its own syntax, or JSON), read into {@link ServerOptions}. Variables come from the file
 * and from the environment of the process. Immutable.
 *
 * <p>Example: {@code ConfigFile.parse("port: 4222, max_payload: 8MB").options()}.
 */
public final class ConfigFile {
    private final ServerOptions options;
    private final String digest;
    private final List<String> warnings;

    private ConfigFile(ServerOptions options, String digest, List<String> warnings) {
        this.options = options;
        this.digest = digest;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Reads a file; includes are relative to it.
     *
     * @throws ConfigException when the file cannot be read, is malformed, or has fields that are unknown, wrong or not yet built
     */
    public static ConfigFile read(Path file) {
        String name = file.toString();
        return of(
                ConfigParser.parseFile(name, System::getenv), name, ofProgram().configFile(file));
    }

    /** As {@link #read(Path)}, with another environment than that of the process. */
    static ConfigFile read(Path file, Function<String, @Nullable String> environment) {
        String name = file.toString();
        return of(ConfigParser.parseFile(name, environment), name, ofProgram().configFile(file));
    }

    /**
     * Reads a text; includes are relative to the working folder.
     *
     * @throws ConfigException when the text is malformed, or has fields that are unknown, wrong or not yet built
     */
    public static ConfigFile parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(ConfigParser.parse(bytes, "", System::getenv), "", ofProgram());
    }

    /** What a program begins with, beside what options are built with. */
    private static ServerOptions.Builder ofProgram() {
        return ServerOptions.builder().ocspCache(OcspCacheOptions.LOCAL);
    }

    /** As {@link #read(Path)}, over other defaults than a program's; {@code defaults} is changed. */
    public static ConfigFile read(Path file, ServerOptions.Builder defaults) {
        String name = file.toString();
        return of(ConfigParser.parseFile(name, System::getenv), name, defaults.configFile(file));
    }

    /** As {@link #parse(String)}, over other defaults than a program's; {@code defaults} is changed. */
    public static ConfigFile parse(String text, ServerOptions.Builder defaults) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(ConfigParser.parse(bytes, "", System::getenv), "", defaults);
    }

    private static ConfigFile of(Map<String, ConfigNode> tree, String name, ServerOptions.Builder options) {
        String digest = ConfigDigest.of(tree);
        ConfigProblems problems = new ConfigReader(options).read(tree, name);
        if (!problems.errors().isEmpty()) {
            List<String> lines = new ArrayList<>(problems.warnings());
            lines.addAll(problems.errors());
            throw new ConfigException(lines);
        }
        return new ConfigFile(options.configDigest(digest).build(), digest, problems.warnings());
    }

    /** What the file says, over the defaults; not yet validated. */
    public ServerOptions options() {
        return options;
    }

    /** {@code sha256:} and the digest of the parsed file in hex, the same as nats-server's. */
    public String digest() {
        return digest;
    }

    /** What is odd in the file but not wrong, each a line with file, line and column. */
    public List<String> warnings() {
        return warnings;
    }
}
