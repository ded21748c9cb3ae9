// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.explain;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit auth}. */
@Command(name = "auth", description = "Explains users and permissions.", subcommands = AuthExplain.class)
public final class AuthGroup extends Group {
    /** For picocli. */
    public AuthGroup() {}
}
