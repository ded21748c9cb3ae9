// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a proxy is told until it has connected, and what its answers mean: bytes in, bytes out, no socket. For one connection, and one thread. */
public interface ProxyTalk {
    /** HTTP with CONNECT; a {@code user} is told as Basic. */
    static ProxyTalk http(String host, int port, @Nullable String user, char[] password) {
        return new HttpTalk(host, port, user, password);
    }

    /** SOCKS 5 (RFC 1928), which is given the host's name; a {@code user} logs in by RFC 1929. */
    static ProxyTalk socks(String host, int port, @Nullable String user, char[] password) {
        return new SocksTalk(host, port, user, password);
    }

    /** The first words. */
    byte[] opening();

    /** What comes of all that was answered and not taken yet; throws {@link IOException}, with a reason, when nothing can. */
    Step read(byte[] answered) throws IOException;

    /**
     * What comes next.
     *
     * @param taken how many of the bytes are done with
     * @param words what to say, may be nothing; may hold a password, so wipe it
     * @param connected whether all further bytes are the server's
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Step(int taken, byte[] words, boolean connected) {
        /** More bytes have to come. */
        static final Step WAIT = new Step(0, new byte[0], false);
    }
}
