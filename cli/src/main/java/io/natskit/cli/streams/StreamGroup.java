// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit stream}. */
@Command(
        name = "stream",
        aliases = {"str", "st", "s"},
        description = "Manages streams: what JetStream keeps.",
        subcommands = {
            StreamAdd.class,
            StreamBackup.class,
            StreamCopy.class,
            StreamEdit.class,
            StreamFind.class,
            StreamGaps.class,
            StreamGet.class,
            StreamGraph.class,
            StreamInfoShow.class,
            StreamList.class,
            StreamPurge.class,
            StreamRemove.class,
            StreamRemoveMessage.class,
            StreamReport.class,
            Restore.class,
            StreamSeal.class,
            StreamStateShow.class,
            StreamSubjects.class,
            StreamViewPage.class
        })
public final class StreamGroup extends Group {
    /** For picocli. */
    public StreamGroup() {}
}
