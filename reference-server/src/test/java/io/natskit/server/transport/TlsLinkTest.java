// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class TlsLinkTest {
    private static ByteBuffer clientHello() throws Exception {
        SSLEngine client = SSLContext.getDefault().createSSLEngine();
        client.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.wrap(ByteBuffer.allocate(0), hello);
        return hello.flip();
    }

    @Test
    void a_handshake_that_finds_no_room_for_its_key_work_fails_alone() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(false);
        TlsLink link = new TlsLink(new SilentLink(), task -> {
            throw new RejectedExecutionException("full");
        });
        link.upgrade(engine, clientHello(), () -> {});

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> link.read(ByteBuffer.allocate(64 * 1024)))
                    .isInstanceOf(SSLException.class)
                    .hasMessage("too many handshakes at once");
        }
    }
}
