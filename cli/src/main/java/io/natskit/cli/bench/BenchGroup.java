// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit bench}. */
@Command(
        name = "bench",
        description = "Measures: pub and sub, requests, streams, buckets.",
        subcommands = {BenchPublish.class, BenchSubscribe.class, BenchService.class, BenchJetStream.class, BenchKv.class
        })
public final class BenchGroup extends Group {
    /** For picocli. */
    public BenchGroup() {}
}
