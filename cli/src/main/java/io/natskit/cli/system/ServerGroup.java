// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit server}. */
@Command(
        name = "server",
        aliases = {"srv", "sys"},
        description = {
            "Runs a server, or looks at servers that run.",
            "",
            "Without a subcommand it runs the NatsKit server, with nats-server's flags: natskit server -p 4222 -js -sd DIR."
        },
        subcommands = {ServerInfoShow.class, ServerListing.class, ServerPing.class, ReportGroup.class})
public final class ServerGroup extends Group {
    /** For picocli. */
    public ServerGroup() {}
}
