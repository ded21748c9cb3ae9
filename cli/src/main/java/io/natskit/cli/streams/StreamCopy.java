// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.wire.jetstream.StreamConfig;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code natskit stream copy}. */
@Command(name = "copy", aliases = "cp", description = "Makes a stream like another; copies no messages.")
public final class StreamCopy extends ConnectedAction {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "The stream that it shall be like.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "DESTINATION", description = "The new stream.")
    private String destination = "";

    @Mixin
    private StreamConfigOptions options = new StreamConfigOptions();

    /** For picocli. */
    public StreamCopy() {}

    @Override
    protected int run(Session session) throws IOException {
        StreamConfig like = session.jetStream().stream(source).info().config();
        StreamConfig config = options.over(like.toBuilder().name(destination).build());
        StreamView.print(
                terminal(), json(), session.jetStream().createStream(config).info());
        return 0;
    }
}
