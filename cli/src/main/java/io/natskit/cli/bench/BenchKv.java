// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit bench kv}. */
@Command(
        name = "kv",
        description = "Measures buckets.",
        subcommands = {BenchKvPut.class, BenchKvGet.class})
public final class BenchKv extends Group {
    /** For picocli. */
    public BenchKv() {}
}
