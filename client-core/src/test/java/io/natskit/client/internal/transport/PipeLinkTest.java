// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.inprocess.InProcessPipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipeLinkTest {
    private final IoLoop loop = new IoLoop("pipe-link-test", null);
    private final InProcessPipe pipe = InProcessPipe.create(10);
    private final AtomicInteger writable = new AtomicInteger();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();

    private final CompletableFuture<IOException> closed = new CompletableFuture<>();

    @AfterEach
    void end() {
        loop.close();
    }

    private final class Events implements LinkEvents {
        @Override
        public void connected() {
            connected.complete(null);
        }

        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            throw new StackOverflowError("planted");
        }

        @Override
        public void writable() {
            writable.incrementAndGet();
        }

        @Override
        public void closed(IOException cause) {
            closed.complete(cause);
        }
    }

    private Link open() {
        CompletableFuture<Link> opened = new CompletableFuture<>();
        loop.execute(() -> opened.complete(PipeLink.open(loop, pipe.client(), new Events())));
        connected.orTimeout(20, TimeUnit.SECONDS).join();
        settle();
        return opened.join();
    }

    /** What the loop was asked to do before is done, and what that asked for. */
    private void settle() {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Void> turn = new CompletableFuture<>();
            loop.execute(() -> turn.complete(null));
            turn.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void who_waits_for_room_is_called_when_there_is_some_and_not_before() throws IOException {
        Link link = open();
        assertThat(link.write(ByteBuffer.allocate(20))).isEqualTo(10);

        link.awaitWritable();
        settle();
        assertThat(writable).as("while there is none").hasValue(0);

        pipe.server().read(ByteBuffer.allocate(5));
        settle();
        assertThat(writable).hasValue(1);
        assertThat(link.write(ByteBuffer.allocate(20))).isEqualTo(5);
    }

    @Test
    void an_error_over_what_came_ends_this_link_and_is_told() {
        open();

        pipe.server().write(ByteBuffer.wrap(new byte[] {'I'}));

        assertThat(closed)
                .succeedsWithin(Duration.ofSeconds(10))
                .extracting(Throwable::getCause)
                .isInstanceOf(StackOverflowError.class);
        assertThat(pipe.server().read(ByteBuffer.allocate(1)))
                .as("the end, for the peer")
                .isNegative();
    }

    @Test
    void room_that_came_before_somebody_waits_for_it_is_told() throws IOException {
        Link link = open();
        link.write(ByteBuffer.allocate(20));
        pipe.server().read(ByteBuffer.allocate(5));

        link.awaitWritable();
        settle();

        assertThat(writable).hasValue(1);
    }
}
