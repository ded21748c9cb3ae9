// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS 1.3 by the JDK's own socket. One cipher suite, so that no server does easier work than another. One thread in each direction. */
final class SecuredChannel implements ByteChannel {
    private static final String SUITE = "TLS_AES_128_GCM_SHA256";
    private static final int CHUNK_BYTES = 64 * 1024;

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] read = new byte[CHUNK_BYTES];
    private final byte[] written = new byte[CHUNK_BYTES];
    private volatile boolean closed;

    private SecuredChannel(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Shakes hands; any certificate will do, since what is measured is the work after that. */
    static SecuredChannel over(SocketChannel connected, String host) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            SSLSocket socket = (SSLSocket) context.getSocketFactory()
                    .createSocket(connected.socket(), host, connected.socket().getPort(), true);
            socket.setEnabledCipherSuites(new String[] {SUITE});
            socket.startHandshake();
            return new SecuredChannel(socket);
        } catch (GeneralSecurityException failure) {
            throw new IOException("TLS 1.3 of this JDK cannot be used", failure);
        }
    }

    @Override
    public int read(ByteBuffer room) throws IOException {
        int n = in.read(read, 0, Math.min(room.remaining(), read.length));
        if (n > 0) {
            room.put(read, 0, n);
        }
        return n;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int n = Math.min(bytes.remaining(), written.length);
        bytes.get(written, 0, n);
        out.write(written, 0, n);
        return n;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() throws IOException {
        // first of all: a reader that is woken by this asks whether it was meant
        closed = true;
        socket.close();
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
