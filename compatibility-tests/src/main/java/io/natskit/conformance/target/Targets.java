// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The targets of this run, and those that are missing, with reasons. {@code -Dnats.url} or {@code -Dnats.server.command} name a single one; else it is ours,
 *  embedded and as a program, and nats-server {@value #VERSION}.
 *
 *  @param present what is judged
 *  @param missing what should be judged and cannot be
 */
public record Targets(List<Target> present, List<Missing> missing) {
    /** The release of nats-server that judges. */
    public static final String VERSION = "2.15.2";

    /** The name of our server as a program. */
    public static final String OUR_PROGRAM = "natskit-server";

    /** A target that cannot be judged here.
     *
     *  @param name of the target
     *  @param reason what is missing
     */
    public record Missing(String name, String reason) {}

    /** Finds them. */
    public static Targets find() {
        String url = System.getProperty("nats.url", "");
        if (!url.isEmpty()) {
            return new Targets(List.of(new AddressTarget(url)), List.of());
        }
        String command = System.getProperty("nats.server.command", "");
        if (!command.isEmpty()) {
            List<String> words = List.of(command.strip().split("\\s+"));
            String family = System.getProperty("nats.server.family", "other");
            return new Targets(List.of(new ProgramTarget("command", family, words)), List.of());
        }
        List<Target> present = new ArrayList<>(List.of(new EmbeddedTarget()));
        List<Missing> missing = new ArrayList<>();
        ourProgram()
                .ifPresentOrElse(
                        program -> present.add(
                                new ProgramTarget(OUR_PROGRAM, "natskit", List.of(program.toString()), environment())),
                        () -> missing.add(new Missing(
                                OUR_PROGRAM,
                                "reference-server/bin/natskit-server has no jar to run; mvn package makes it")));
        natsServer(present, missing);
        return new Targets(List.copyOf(present), List.copyOf(missing));
    }

    /** Most servers of the short form live for a second or two, in which the second compiler costs more than it gives; the long form has the program as it is. */
    private static Map<String, String> environment() {
        boolean asItIs = Boolean.getBoolean("natskit.full") || System.getenv("NATSKIT_JAVA_OPTS") != null;
        return asItIs ? Map.of() : Map.of("NATSKIT_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    }

    /** Our launcher, if its jar was built. */
    public static Optional<Path> ourProgram() {
        Path module = Programs.root().resolve("reference-server");
        Path launcher = module.resolve("bin/natskit-server");
        try (var files = Files.list(module.resolve("target"))) {
            boolean built = files.anyMatch(f -> f.getFileName().toString().endsWith(".jar"));
            return built && Files.isExecutable(launcher) ? Optional.of(launcher) : Optional.empty();
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }

    private static void natsServer(List<Target> present, List<Missing> missing) {
        Optional<Path> program = Programs.find("NATS_SERVER", "nats-server");
        if (program.isEmpty()) {
            missing.add(
                    new Missing(
                            "nats-server",
                            "neither NATS_SERVER nor .peers nor the PATH has it; compatibility-tests/bin/install-peers installs it"));
            return;
        }
        String version = Programs.output(program.get().toString(), "-v");
        if (version.equals("nats-server: v" + VERSION)) {
            present.add(new ProgramTarget(
                    "nats-server", "nats-server", List.of(program.get().toString())));
        } else {
            missing.add(new Missing(
                    "nats-server", program.get() + " says \"" + version + "\" (expected: v" + VERSION + ")"));
        }
    }
}
