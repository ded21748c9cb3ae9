// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import io.natskit.conformance.target.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** nats.js on this machine: Node.js, its packages, and the programs in {@code src/main/js} that use them. */
public final class NatsJs {
    static final String MISSING = "no Node.js by NODE or the PATH, or none of its packages in NATS_JS or .peers/node;"
            + " compatibility-tests/bin/install-peers installs them";

    private NatsJs() {}

    /** What starts one of the programs, named without its ending; empty where something is missing. */
    public static Optional<List<String>> program(String name) {
        String named = System.getenv().getOrDefault("NATS_JS", "");
        Path packages = named.isBlank() ? Programs.root().resolve(".peers/node") : Path.of(named);
        if (!Files.exists(packages.resolve("node_modules/@nats-io/transport-node/package.json"))) {
            return Optional.empty();
        }
        Path script = Programs.root().resolve("compatibility-tests/src/main/js/" + name + ".js");
        return Programs.find("NODE", "node").map(node -> List.of(node.toString(), script.toString()));
    }
}
