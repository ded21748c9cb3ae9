// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.transcript.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A client made of a socket, for what transcripts cannot say. Each wait is bounded. One thread may write and another read. */
final class Peer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;

    Socket socket = new Socket();
    private final byte[] buffer = new byte[1 << 16];
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private int at;
    private int filled;

    private Peer() {}

    /** Connects without reading anything. */
    static Peer dial(RunningServer server) {
        return dial(server, 0);
    }

    /** As {@link #dial(RunningServer)}, with a small receive buffer, so that who does not read is soon felt. */
    static Peer dial(RunningServer server, int receiveBuffer) {
        Peer peer = new Peer();
        try {
            if (receiveBuffer > 0) {
                peer.socket.setReceiveBufferSize(receiveBuffer);
            }
            peer.socket.setTcpNoDelay(true);
            peer.socket.connect(new InetSocketAddress(server.host(), server.port()), PATIENCE_MILLIS);
            peer.socket.setSoTimeout(PATIENCE_MILLIS);
            peer.in = peer.socket.getInputStream();
            peer.out = peer.socket.getOutputStream();
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects and waits until CONNECT was accepted. */
    static Peer login(RunningServer server) {
        return login(server, 0, "");
    }

    /** As {@link #login(RunningServer)} with more fields of CONNECT, each behind a comma. */
    static Peer login(RunningServer server, int receiveBuffer, String fields) {
        Peer peer = dial(server, receiveBuffer);
        peer.line();
        peer.send("CONNECT {\"verbose\":false,\"pedantic\":false" + fields + "}\r\n");
        peer.fence();
        return peer;
    }

    /** As {@link #login(RunningServer)}, as that user with password "p", who understands headers. */
    static Peer login(RunningServer server, String user) {
        return login(server, 0, ",\"user\":\"" + user + "\",\"pass\":\"p\",\"headers\":true,\"no_responders\":true");
    }

    /** Goes on encrypted, as a client does after INFO. */
    void encrypt(SSLContext trusting) {
        encrypt(trusting, "TLSv1.3", "TLSv1.2");
    }

    /** As the other one, by these protocols alone. */
    void encrypt(SSLContext trusting, String... protocols) {
        try {
            SSLSocket secure =
                    (SSLSocket) trusting.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            secure.setSoTimeout(PATIENCE_MILLIS);
            secure.setEnabledProtocols(protocols);
            secure.startHandshake();
            socket = secure;
            in = secure.getInputStream();
            out = secure.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text as ISO-8859-1. */
    void send(String text) {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes; fails when the other side has closed. */
    void send(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PING and PONG; other lines before it are passed over. */
    void fence() {
        send("PING\r\n");
        String line = line();
        while (!"PONG".equals(line)) {
            if (line == null) {
                throw new IllegalStateException("closed instead of PONG");
            }
            line = line();
        }
    }

    /** The next line without CRLF, or null when the other side has closed. */
    @Nullable
    String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int b = next(); b >= 0; b = next()) {
                if (b == '\n') {
                    return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
                }
                line.write(b);
            }
            return null;
        } catch (SocketTimeoutException e) {
            throw new IllegalStateException("nothing came; so far: " + line.toString(StandardCharsets.ISO_8859_1), e);
        } catch (IOException e) {
            return null;
        }
    }

    /** The next line that is no PING, with which a server measures how far away a client is; null when the other side has closed. */
    @Nullable
    String word() {
        String line = line();
        while ("PING".equals(line)) {
            line = line();
        }
        return line;
    }

    /** The lines up to the next one that begins so, which is the last of them. */
    List<String> linesTo(String beginning) {
        List<String> lines = new ArrayList<>();
        for (String line = line(); line != null; line = line()) {
            lines.add(line);
            if (line.startsWith(beginning)) {
                return lines;
            }
        }
        throw new IllegalStateException("closed instead of a line that begins with " + beginning + ", after " + lines);
    }

    /** The next line that begins so; others before it are passed over. */
    String until(String beginning) {
        List<String> lines = linesTo(beginning);
        return lines.get(lines.size() - 1);
    }

    /** The next line if it comes soon, or null. */
    @Nullable
    String lineWithin(Duration time) {
        patience(time);
        try {
            return line();
        } catch (IllegalStateException nothing) {
            return null;
        } finally {
            patience(Duration.ofMillis(PATIENCE_MILLIS));
        }
    }

    /** That many bytes, each as a character. */
    String text(int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        try {
            for (int i = 0; i < bytes; i++) {
                int b = next();
                if (b < 0) {
                    throw new IllegalStateException("closed after " + text);
                }
                text.append((char) b);
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int next() throws IOException {
        if (at == filled) {
            at = 0;
            filled = Math.max(0, in.read(buffer));
            if (filled == 0) {
                return -1;
            }
        }
        return buffer[at++] & 0xff;
    }

    /** Reads that many bytes as fast as it can, and says how many came before the end. */
    long skip(long bytes) {
        try {
            long left = bytes - (filled - at);
            at = filled;
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    break;
                }
                left -= n;
            }
            return bytes - left;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Reads INFO. */
    Map<String, Object> info() {
        String line = line();
        if (line == null || !line.startsWith("INFO ")) {
            throw new IllegalStateException("expected INFO, got: " + line);
        }
        return Json.object(line.substring(5));
    }

    /** Reads lines up to a PONG or the end, and gives the last one; an empty text when there was none. */
    String lastLineOrPong() {
        String last = "";
        while (!last.equals("PONG")) {
            String line = line();
            if (line == null) {
                break;
            }
            last = line;
        }
        return last;
    }

    /** How long each read may wait. */
    void patience(Duration patience) {
        try {
            socket.setSoTimeout((int) patience.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether somebody comes in who encrypts with this context, by these protocols alone where any are named. */
    static boolean comesIn(RunningServer server, SSLContext context, String... protocols) {
        try (Peer peer = dial(server)) {
            peer.info();
            if (protocols.length == 0) {
                peer.encrypt(context);
            } else {
                peer.encrypt(context, protocols);
            }
            peer.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            return "PONG".equals(peer.word());
        } catch (UncheckedIOException refused) {
            return false;
        }
    }
}
