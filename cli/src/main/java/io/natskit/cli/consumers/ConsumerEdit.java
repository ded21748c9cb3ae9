// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.Changes;
import io.natskit.cli.connect.Session;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.EnsureSpec;
import io.natskit.jetstream.Ensured;
import io.natskit.wire.jetstream.ConsumerConfig;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code natskit consumer edit}. */
@Command(name = "edit", aliases = "update", description = "Changes a consumer's configuration.")
public final class ConsumerEdit extends OneConsumer {
    @Mixin
    private ConsumerConfigOptions options = new ConsumerConfigOptions();

    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    @Option(names = "--dry-run", description = "Shows what would change.")
    private boolean dryRun;

    /** For picocli. */
    public ConsumerEdit() {}

    @Override
    int run(Session session, ConsumerHandle consumer) throws IOException {
        ConsumerConfig config = options.over(consumer.info().config());
        Ensured planned = stream(session).ensureConsumer(config, EnsureSpec::dryRun);
        if (!json()) {
            Changes.print(terminal(), planned);
        } else if (dryRun) {
            Changes.printJson(terminal(), planned);
        }
        if (dryRun) {
            return 0;
        }
        if (planned.action() != Ensured.Action.NONE) {
            confirm(force, "Really edit Consumer " + title() + "?");
            stream(session).updateConsumer(config);
        }
        ConsumerView.print(terminal(), json(), consumer.info());
        return 0;
    }
}
