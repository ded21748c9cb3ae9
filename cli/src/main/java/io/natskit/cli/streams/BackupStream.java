// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import picocli.CommandLine.Command;

/** {@code natskit backup stream}. */
@Command(name = "stream", description = "Writes a stream with its consumers into a folder.")
public final class BackupStream extends StreamBackup {
    /** For picocli. */
    public BackupStream() {}
}
