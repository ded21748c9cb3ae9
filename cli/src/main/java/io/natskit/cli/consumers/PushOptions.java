// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.Given;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said of a consumer that pushes. */
final class PushOptions {
    @Option(names = "--target", paramLabel = "SUBJECT", description = "Pushes to this subject.")
    @Nullable
    String target;

    @Option(names = "--deliver-group", paramLabel = "GROUP", description = "Pushes to a queue group.")
    @Nullable
    String group;

    @Option(names = "--flow-control", negatable = true, description = "Pushes no faster than messages are dealt with.")
    @Nullable
    Boolean flowControl;

    @Option(names = "--heartbeat", paramLabel = "DURATION", description = "Says that it lives while nothing comes.")
    @Nullable
    Duration heartbeat;

    @Option(names = "--bps", description = "Pushes no more bits a second.")
    @Nullable
    Long bitsPerSecond;

    void applyTo(ConsumerConfigBuilder config) {
        Given.set(target, config::deliverSubject);
        Given.set(group, config::deliverGroup);
        Given.set(flowControl, config::flowControl);
        Given.set(heartbeat, config::idleHeartbeat);
        Given.set(bitsPerSecond, config::rateLimit);
    }
}
