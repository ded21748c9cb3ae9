// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.net.ssl.SSLContext;

/** A WebSocket client made of a socket, which may do what no client should. Each wait is bounded. */
final class WebPeer implements AutoCloseable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FINAL = 0x80;
    static final int PACKED = 0x40;

    /** The answer to {@link #KEY}, by RFC 6455. */
    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    static final String REST =
            "Host: localhost:1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n";
    static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";

    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final StringBuilder heard = new StringBuilder();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private boolean packedMessage;
    private boolean masks = true;
    private int packedMessages;
    private int longest;
    private int closedWith = -1;

    private WebPeer(Socket socket) {
        this.socket = socket;
        try {
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WebPeer dial(RunningServer server) {
        return new WebPeer(Sockets.open(LoggedPort.WEBSOCKET.of(server)));
    }

    static WebPeer dial(RunningServer server, SSLContext trusting) {
        return new WebPeer(Sockets.open(LoggedPort.WEBSOCKET.of(server), trusting));
    }

    /** As the other one, asking for the certificate of that name, which has to be for it. */
    static WebPeer dial(RunningServer server, SSLContext trusting, String name) {
        return new WebPeer(Sockets.open(LoggedPort.WEBSOCKET.of(server), trusting, name));
    }

    /** Connects and shakes hands, with more headers, each with its end of line. */
    static WebPeer open(RunningServer server, String headers) {
        return dial(server).upgraded(headers);
    }

    WebPeer upgraded(String headers) {
        raw("GET / HTTP/1.1\r\n" + REST + KEY + headers + "\r\n");
        String head = head();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IllegalStateException(head);
        }
        return this;
    }

    WebPeer raw(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    WebPeer raw(byte[] bytes) {
        try {
            out.write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of the answer to the request. */
    String head() {
        StringBuilder head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    return head.toString();
                }
                head.append((char) b);
            }
            return head.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a request that is refused, with its body. */
    String refusal() {
        String head = head();
        String length = head.substring(head.indexOf("Content-Length: ") + 16);
        try {
            byte[] body = in.readNBytes(Integer.parseInt(length.substring(0, length.indexOf('\r'))));
            return head + new String(body, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many messages came compressed so far. */
    int packedMessages() {
        return packedMessages;
    }

    /** How long each read may wait. */
    WebPeer patience(Duration patience) {
        try {
            socket.setSoTimeout((int) patience.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    WebPeer unmasked() {
        masks = false;
        return this;
    }

    WebPeer send(String operations) {
        return frame(FINAL | BINARY, operations.getBytes(StandardCharsets.UTF_8));
    }

    WebPeer packed(byte[] operations) {
        return frame(FINAL | PACKED | BINARY, deflated(operations));
    }

    WebPeer frame(int first, byte[] payload) {
        return raw(framed(first, payload.length, payload));
    }

    byte[] framed(int first, long length, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        int bit = masks ? 0x80 : 0;
        frame.write(first);
        if (length >= 0 && length < 126) {
            frame.write(bit | (int) length);
        } else if (length >= 0 && length < 65536) {
            frame.write(bit | 126);
            frame.write((int) length >> 8);
            frame.write((int) length);
        } else {
            frame.write(bit | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        if (masks) {
            frame.writeBytes(MASK);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.write(masks ? payload[i] ^ MASK[i % 4] : payload[i]);
        }
        return frame.toByteArray();
    }

    static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(payload);
        byte[] packed = new byte[payload.length + payload.length / 100 + 64];
        int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
        deflater.end();
        byte[] cut = new byte[length - 4];
        System.arraycopy(packed, 0, cut, 0, cut.length);
        return cut;
    }

    /** Reads frames until the text has come inside of them, and answers all up to its end. */
    String until(String text) {
        int end = heard.indexOf(text);
        while (end < 0) {
            if (!readFrame()) {
                throw new IllegalStateException("closed before \"" + text + "\"; heard: " + heard);
            }
            end = heard.indexOf(text);
        }
        String all = heard.substring(0, end + text.length());
        heard.delete(0, end + text.length());
        return all;
    }

    /** Reads to the end, and answers the status that the server ended with; -1 for none. */
    int untilClosed() {
        while (readFrame()) {
            continue;
        }
        return closedWith;
    }

    /** The payload of the next frame, which is of that kind. */
    byte[] expect(int opcode) {
        try {
            int first = in.readUnsignedByte();
            if ((first & 0xf) != opcode) {
                throw new IllegalStateException("opcode " + (first & 0xf) + " (expected: " + opcode + ")");
            }
            return in.readNBytes(length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The longest payload of a frame so far. */
    int longest() {
        return longest;
    }

    private int length() throws IOException {
        int length = in.readUnsignedByte();
        if (length == 126) {
            return in.readUnsignedShort();
        }
        return length == 127 ? Math.toIntExact(in.readLong()) : length;
    }

    private boolean readFrame() {
        try {
            int first = in.read();
            if (first < 0) {
                return false;
            }
            byte[] payload = in.readNBytes(length());
            longest = Math.max(longest, payload.length);
            int opcode = first & 0xf;
            if (opcode == CLOSE) {
                closedWith = payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
            } else if (opcode <= BINARY) {
                packedMessage = opcode == 0 ? packedMessage : (first & PACKED) != 0;
                message.writeBytes(payload);
                if ((first & FINAL) != 0) {
                    take();
                }
            }
            return true;
        } catch (EOFException | SocketException e) {
            return false;
        } catch (IOException | DataFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take() throws DataFormatException {
        byte[] bytes = message.toByteArray();
        message.reset();
        if (packedMessage) {
            packedMessages++;
            Inflater inflater = new Inflater(true);
            byte[] whole = Arrays.copyOf(bytes, bytes.length + 4);
            whole[whole.length - 1] = -1;
            whole[whole.length - 2] = -1;
            inflater.setInput(whole);
            byte[] part = new byte[4096];
            for (int count = inflater.inflate(part); count > 0; count = inflater.inflate(part)) {
                heard.append(new String(part, 0, count, StandardCharsets.ISO_8859_1));
            }
            inflater.end();
        } else {
            heard.append(new String(bytes, StandardCharsets.ISO_8859_1));
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
}
