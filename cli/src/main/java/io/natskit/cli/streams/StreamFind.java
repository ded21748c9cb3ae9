// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.wire.jetstream.StreamInfo;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit stream find}. */
@Command(
        name = "find",
        aliases = "query",
        description = {
            "Finds the streams for which all that is said holds.",
            "",
            "natskit stream find --empty --created 30d",
            "natskit stream find --consumers 1 --invert",
            "natskit stream find --expression 'state.messages > 10 and config.name matches \"^ORDERS\"'",
            "",
            "Expressions name config, state and info (what the server tells, by its names in JSON, with durations as strings), and Info with "
                    + "the names of Go. docs/cli.md tells of their language."
        })
public final class StreamFind extends ConnectedAction {
    @Mixin
    private StreamQuery query = new StreamQuery();

    @Mixin
    private StreamListing listing = new StreamListing();

    /** For picocli. */
    public StreamFind() {}

    @Override
    protected int run(Session session) {
        Instant now = Instant.now();
        List<StreamInfo> found = query.of(
                listing.streams(session.jetStream(), null),
                name -> session.jetStream().stream(name).consumers(),
                now);
        listing.table(terminal(), json()).show(found, "No Streams found", now);
        return 0;
    }
}
