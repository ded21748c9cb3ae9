// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit consumer}. */
@Command(
        name = "consumer",
        aliases = {"con", "c"},
        description = "Manages consumers: how a stream's messages are handed out.",
        subcommands = {
            ConsumerAdd.class,
            ConsumerEdit.class,
            ConsumerFind.class,
            ConsumerInfoShow.class,
            ConsumerList.class,
            ConsumerNext.class,
            ConsumerPause.class,
            ConsumerRemove.class,
            ConsumerReport.class,
            ConsumerReset.class,
            ConsumerResume.class,
            ConsumerSubscribe.class,
            ConsumerUnpin.class
        })
public final class ConsumerGroupCommand extends Group {
    /** For picocli. */
    public ConsumerGroupCommand() {}
}
