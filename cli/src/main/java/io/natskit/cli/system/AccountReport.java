// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit account report}. */
@Command(
        name = "report",
        aliases = "rep",
        description = "Tells what the account is doing.",
        subcommands = {AccountConnections.class, AccountStatistics.class})
public final class AccountReport extends Group {
    /** For picocli. */
    public AccountReport() {}
}
