// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit server report}. */
@Command(
        name = "report",
        aliases = "rep",
        description = "Tells what servers are doing.",
        subcommands = {ReportAccounts.class, ReportConnections.class, ReportJetStream.class})
public final class ReportGroup extends Group {
    /** For picocli. */
    public ReportGroup() {}
}
