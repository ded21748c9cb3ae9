// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit bench service}. */
@Command(
        name = "service",
        description = "Measures requests and answers.",
        subcommands = {BenchRequest.class, BenchServe.class})
public final class BenchService extends Group {
    /** For picocli. */
    public BenchService() {}
}
