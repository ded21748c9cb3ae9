// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.action.Failure;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit bench js get}. */
@Command(
        name = "get",
        description = "Gets messages of a stream by their sequence, directly where the stream allows it.")
public final class BenchGet extends Measurement {
    @Mixin
    private StreamOptions stream = new StreamOptions();

    /** For picocli. */
    public BenchGet() {}

    @Override
    String title() {
        return "JetStream get";
    }

    @Override
    Load load() {
        return (session, worker) -> {
            StreamHandle handle = stream.existing(session);
            StreamInfo info = handle.info();
            StreamHandle from = info.config().allowDirect() ? handle.direct() : handle;
            long first = info.state().firstSequence();
            long held = info.state().lastSequence() - first + 1;
            if (info.state().messages() == 0) {
                throw new Failure("stream \"" + stream.stream + "\" is empty", "natskit bench js pub fills it");
            }
            worker.begin();
            for (long i = 0; i < worker.share(); i++) {
                long start = System.nanoTime();
                from.message(first + i % held);
                worker.count(System.nanoTime() - start);
            }
            worker.end();
        };
    }
}
