// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit backup}. */
@Command(
        name = "backup",
        description = "Backs streams up into folders, and brings them back.",
        subcommands = {BackupStream.class, BackupAccount.class, BackupInfo.class, Restore.class})
public final class BackupGroup extends Group {
    /** For picocli. */
    public BackupGroup() {}
}
