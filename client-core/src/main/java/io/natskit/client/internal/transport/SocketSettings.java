// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What to set on a socket before it connects.
 *
 * @param noDelay small writes go out at once
 * @param receiveBufferBytes 0: the system's choice
 * @param sendBufferBytes 0: the system's choice
 * @param readBytes how much to read at once, at most what the loop's buffer holds
 * @param bindAddress the local end; null: any
 */
public record SocketSettings(
        boolean noDelay,
        int receiveBufferBytes,
        int sendBufferBytes,
        int readBytes,
        @Nullable InetSocketAddress bindAddress) {

    void apply(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
        if (receiveBufferBytes > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
        }
        if (sendBufferBytes > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBufferBytes);
        }
        if (bindAddress != null) {
            channel.bind(bindAddress);
        }
    }
}
