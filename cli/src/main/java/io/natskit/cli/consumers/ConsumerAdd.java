// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Failure;
import io.natskit.cli.action.Given;
import io.natskit.cli.connect.Session;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit consumer add}. */
@Command(
        name = "add",
        aliases = {"create", "new"},
        description = "Makes a consumer; a durable one that is pulled from, unless told otherwise.")
public final class ConsumerAdd extends ConnectedAction {
    @Parameters(index = "0", paramLabel = "STREAM", description = "Its stream.")
    private String stream = "";

    @Parameters(
            index = "1",
            paramLabel = "CONSUMER",
            arity = "0..1",
            description = "Its name; may be missing for an ephemeral one.")
    private String name = "";

    @Mixin
    private ConsumerConfigOptions options = new ConsumerConfigOptions();

    @Option(names = "--ephemeral", description = "Goes when nobody uses it.")
    private boolean ephemeral;

    @Option(names = "--pull", description = "Pulled from; that is so anyway without --target.")
    private boolean pull;

    @Option(names = "--pause", paramLabel = "DURATION", description = "Paused at first, for so long.")
    private @Nullable Duration pause;

    @Option(names = "--defaults", description = "Takes the server's choice for what is not said; that is so anyway.")
    private boolean defaults;

    /** For picocli. */
    public ConsumerAdd() {}

    @Override
    protected int run(Session session) throws IOException {
        if (name.isEmpty() && !ephemeral) {
            throw new Failure(
                    "a durable consumer without a name", "natskit consumer add " + stream + " NAME, or --ephemeral");
        }
        ConsumerConfigBuilder base = name.isEmpty() ? ConsumerConfig.builder() : ConsumerConfig.builder(name);
        base.ackPolicy(AckPolicy.EXPLICIT);
        if (!ephemeral) {
            base.durable(name);
        }
        Given.set(pause, time -> base.pauseUntil(Instant.now().plus(time)));
        ConsumerConfig config = options.over(base.build());
        StreamHandle from = session.jetStream().stream(stream);
        ConsumerInfo info = config.deliverSubject().isEmpty()
                ? from.createConsumer(config).info()
                : from.push(config).info();
        ConsumerView.print(terminal(), json(), info);
        return 0;
    }
}
