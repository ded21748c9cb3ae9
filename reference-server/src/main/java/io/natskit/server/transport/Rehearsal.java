// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A handshake in memory between a server's context and a client of its own, which looks at nothing but what is stapled. On one thread, which may wait. */
final class Rehearsal {
    private static final int STEPS_MAX = 1_000;

    private final SSLEngine server;
    private final SSLEngine client;
    private final ByteBuffer toServer;
    private final ByteBuffer toClient;

    Rehearsal(SSLContext context) throws IOException {
        server = context.createSSLEngine();
        server.setUseClientMode(false);
        try {
            SSLContext other = SSLContext.getInstance("TLS");
            other.init(null, new TrustManager[] {new OnlyHere()}, null);
            client = other.createSSLEngine();
        } catch (GeneralSecurityException e) {
            throw new IOException("tls: " + e.getMessage(), e);
        }
        client.setUseClientMode(true);
        int room = 4 * client.getSession().getPacketBufferSize();
        toServer = ByteBuffer.allocate(room);
        toClient = ByteBuffer.allocate(room);
    }

    /** What is stapled: to the server's certificate first, and to those of its chain. */
    List<byte[]> staples() throws IOException {
        try {
            client.beginHandshake();
            server.beginHandshake();
            for (int i = 0; i < STEPS_MAX && !(isOver(client) && isOver(server)); i++) {
                step(client, toClient, toServer);
                step(server, toServer, toClient);
            }
        } catch (SSLException e) {
            throw new IOException("tls: " + e.getMessage(), e);
        }
        return ((ExtendedSSLSession) client.getSession()).getStatusResponses();
    }

    private static boolean isOver(SSLEngine engine) {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                Runnable task = engine.getDelegatedTask();
                while (task != null) {
                    task.run();
                    task = engine.getDelegatedTask();
                }
            }
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_UNWRAP -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
                in.compact();
            }
            default -> {}
        }
    }

    /** Takes what it gets: both ends are in this memory, and nothing is said behind the handshake. */
    private static final class OnlyHere extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
