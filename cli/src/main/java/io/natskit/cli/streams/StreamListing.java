// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.terminal.Terminal;
import io.natskit.jetstream.JetStream;
import io.natskit.wire.jetstream.StreamInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which streams a command lists, and how much of each. */
final class StreamListing {
    @Option(
            names = {"-n", "--names"},
            description = "Names alone.")
    private boolean names;

    @Option(
            names = {"-a", "--all"},
            description = "Those of buckets and stores, too.")
    private boolean all;

    /** Those whose subjects may be {@code subject}, any where it is null. */
    List<StreamInfo> streams(JetStream jetStream, @Nullable String subject) {
        return StreamSelection.of(jetStream, subject, all);
    }

    StreamTable table(Terminal terminal, boolean json) {
        return new StreamTable(terminal, json, names);
    }
}
