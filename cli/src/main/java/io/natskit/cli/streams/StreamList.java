// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.wire.jetstream.StreamInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code natskit stream ls}. */
@Command(
        name = "ls",
        aliases = {"list", "l"},
        description = "Lists the streams.")
public final class StreamList extends ConnectedAction {
    @Option(names = "--subject", paramLabel = "SUBJECT", description = "Those that keep this subject.")
    private @Nullable String subject;

    @Mixin
    private StreamListing listing = new StreamListing();

    /** For picocli. */
    public StreamList() {}

    @Override
    protected int run(Session session) {
        List<StreamInfo> streams = listing.streams(session.jetStream(), subject);
        listing.table(terminal(), json()).show(streams, "No Streams defined", Instant.now());
        return 0;
    }
}
