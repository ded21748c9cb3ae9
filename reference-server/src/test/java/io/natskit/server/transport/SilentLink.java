// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A link without a peer: nothing comes, and nothing is taken. */
class SilentLink implements Link {
    @Override
    public void attach(EventLoop loop, Connection connection) {}

    @Override
    public int read(ByteBuffer target) {
        return 0;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return 0;
    }

    @Override
    public void watch(boolean reads, boolean writes) {}

    @Override
    public @Nullable String remoteHost() {
        return null;
    }

    @Override
    public int remotePort() {
        return 0;
    }

    @Override
    public void close() {}
}
