// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.client.Options;
import io.natskit.client.ServerAddress;
import io.natskit.client.Transport;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.client.internal.transport.Link;
import io.natskit.wire.inprocess.ByteLink;
import io.natskit.wire.inprocess.InProcessPipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DialerTest {
    private final InProcessPipe pipe = InProcessPipe.create(10);
    private final CompletableFuture<ByteLink> dialed = new CompletableFuture<>();

    @Test
    void a_link_that_comes_when_the_loop_is_closed_is_closed() {
        IoLoop loop = new IoLoop("dialer-test", null);
        Options options = Options.of(o -> o.servers(s -> s.transport(new Slow())));
        new Dialer(loop, Runnable::run, options, ServerAddress.parse("nats://h"), new Unheard()).start();
        loop.close();

        dialed.complete(pipe.client());

        assertThat(pipe.server().read(ByteBuffer.allocate(1)))
                .as("the end, for the peer")
                .isNegative();
    }

    private final class Slow implements Transport {
        @Override
        public boolean supports(ServerAddress server) {
            return true;
        }

        @Override
        public CompletionStage<ByteLink> connect(ServerAddress server, Duration timeout) {
            return dialed;
        }
    }

    private static final class Unheard implements Dialer.Outcome {
        @Override
        public void resolved() {}

        @Override
        public void opening(Link link) {}

        @Override
        public void unreachable(Throwable cause) {}

        @Override
        public void connected() {}

        @Override
        public void bytes(byte[] buffer, int offset, int length) {}

        @Override
        public void writable() {}

        @Override
        public void closed(IOException cause) {}
    }
}
