// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.inprocess.ByteLink;
import io.natskit.wire.inprocess.InProcessListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Another way to a server than a TCP socket: within the process, over WebSocket, through a tunnel. Moves bytes and knows nothing of NATS. */
public interface Transport {

    /** True when this transport is the one for {@code server}; TCP is taken otherwise. */
    boolean supports(ServerAddress server);

    /**
     * Opens a link; does not wait. A failed stage is a failed attempt to connect.
     *
     * @param timeout how long it may take
     */
    CompletionStage<ByteLink> connect(ServerAddress server, Duration timeout);

    /** To a server in this process, whatever address is asked for: no socket, no port. */
    static Transport inProcess(InProcessListener listener) {
        return new Transport() {
            @Override
            public boolean supports(ServerAddress server) {
                return true;
            }

            @Override
            public CompletionStage<ByteLink> connect(ServerAddress server, Duration timeout) {
                return CompletableFuture.completedFuture(listener.connect());
            }
        };
    }
}
