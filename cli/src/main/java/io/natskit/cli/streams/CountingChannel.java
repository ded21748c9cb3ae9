// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.terminal.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** A channel that steps a bar by what goes through it. */
final class CountingChannel implements ByteChannel {
    private final ByteChannel channel;
    private final Progress progress;

    CountingChannel(ByteChannel channel, Progress progress) {
        this.channel = channel;
        this.progress = progress;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = channel.read(target);
        progress.step(Math.max(0, count));
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = channel.write(source);
        progress.step(count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
