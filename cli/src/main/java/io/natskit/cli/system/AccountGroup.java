// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit account}. */
@Command(
        name = "account",
        aliases = "a",
        description = "Tells about the account that one is in.",
        subcommands = {AccountInfoShow.class, AccountReport.class})
public final class AccountGroup extends Group {
    /** For picocli. */
    public AccountGroup() {}
}
