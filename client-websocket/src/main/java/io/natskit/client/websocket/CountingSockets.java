// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes sockets whose incoming bytes are counted: OkHttp gathers a message whole, and would do so until the memory is gone. */
final class CountingSockets extends SocketFactory {

    /** Counts what comes in between messages. */
    interface Counter {
        /** So many bytes came; throws {@link IOException} when that is too much. OkHttp's reading thread. */
        void came(int bytes) throws IOException;
    }

    private final Counter counter;

    CountingSockets(Counter counter) {
        this.counter = counter;
    }

    @Override
    public Socket createSocket() {
        return new CountedSocket(counter);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw unconnected();
    }

    private static IOException unconnected() {
        return new IOException("a connected socket was asked for (expected: one that OkHttp connects)");
    }

    private static final class CountedSocket extends Socket {
        private final Counter counter;

        CountedSocket(Counter counter) {
            this.counter = counter;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int read = super.read();
                    if (read >= 0) {
                        counter.came(1);
                    }
                    return read;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int read = super.read(into, offset, length);
                    if (read > 0) {
                        counter.came(read);
                    }
                    return read;
                }
            };
        }
    }
}
