// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit bench js}. */
@Command(
        name = "js",
        description = "Measures streams.",
        subcommands = {
            BenchStreamPublish.class,
            BenchOrdered.class,
            BenchConsume.class,
            BenchFetch.class,
            BenchGet.class
        })
public final class BenchJetStream extends Group {
    /** For picocli. */
    public BenchJetStream() {}
}
