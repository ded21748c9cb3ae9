// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A peer that does as little as can be done, to find what the generator itself can do. It shakes hands, throws away what it reads,
 * and answers a PING that ends what it read. {@code SEND count length} and a frame make it send that frame so many times. In echo
 * mode ({@code main} with {@code echo}) each PUB with a reply is answered at once, by a thread that looks at all connections over and
 * over, so that the requester never waits for the sink to wake up.
 */
public final class NullSink {
    private static final byte[] PING = ascii("PING\r\n");
    private static final byte[] PONG = ascii("PONG\r\n");
    private static final int BUFFER_BYTES = 256 * 1024;

    private final boolean echo;
    private final List<SocketChannel> requesters = new CopyOnWriteArrayList<>();

    private NullSink(boolean echo) {
        this.echo = echo;
    }

    /** Listens on a free port, which it prints as nats-server does. */
    public static void main(String[] arguments) throws IOException {
        NullSink sink = new NullSink(arguments.length > 0 && arguments[0].equals("echo"));
        if (sink.echo) {
            Daemons.thread(sink::answerAll).start();
        }
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            System.err.println("Listening for client connections on 127.0.0.1:" + port);
            System.err.println("Server is ready");
            while (true) {
                SocketChannel channel = listener.accept();
                Daemons.thread(() -> sink.serve(channel)).start();
            }
        }
    }

    private void serve(SocketChannel channel) {
        ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            write(
                    channel,
                    ascii(
                            "INFO {\"server_id\":\"null\",\"version\":\"0\",\"headers\":true,\"max_payload\":1048576}\r\n"));
            while (channel.read(input.clear()) >= 0) {
                input.flip();
                if (input.get(0) == 'S' && input.get(1) == 'E') {
                    send(channel, input);
                } else if (endsInPing(input)) {
                    write(channel, PONG);
                    if (echo && input.get(0) == 'S') {
                        requesters.add(channel);
                        return;
                    }
                }
            }
            channel.close();
        } catch (IOException closed) {
            // the generator has gone; nothing is kept for it
        }
    }

    /** Serves those that have subscribed. */
    private void answerAll() {
        ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (true) {
            for (SocketChannel channel : requesters) {
                try {
                    if (channel.isBlocking()) {
                        channel.configureBlocking(false);
                    }
                    int read = channel.read(input.clear());
                    if (read > 0) {
                        answer(channel, input.flip());
                    } else if (read < 0) {
                        requesters.remove(channel);
                        channel.close();
                    }
                } catch (IOException closed) {
                    requesters.remove(channel);
                }
            }
            if (requesters.isEmpty()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static boolean endsInPing(ByteBuffer input) {
        int start = input.limit() - PING.length;
        for (int i = 0; i < PING.length; i++) {
            if (start < 0 || input.get(start + i) != PING[i]) {
                return false;
            }
        }
        return true;
    }

    /** {@code PUB subject reply size} becomes {@code MSG reply 1 size}. */
    private static void answer(SocketChannel channel, ByteBuffer input) throws IOException {
        byte[] bytes = new byte[input.remaining()];
        input.get(bytes);
        int subjectEnd = indexOf(bytes, ' ', 4);
        int replyEnd = indexOf(bytes, ' ', subjectEnd + 1);
        byte[] reply = Arrays.copyOfRange(bytes, subjectEnd + 1, replyEnd);
        ByteBuffer output = ByteBuffer.allocate(bytes.length + 16);
        output.put(ascii("MSG ")).put(reply).put(ascii(" 1")).put(bytes, replyEnd, bytes.length - replyEnd);
        write(channel, Arrays.copyOf(output.array(), output.position()));
    }

    private static int indexOf(byte[] bytes, char wanted, int from) {
        int at = from;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static void send(SocketChannel channel, ByteBuffer input) throws IOException {
        byte[] bytes = new byte[input.remaining()];
        input.get(bytes);
        int lineEnd = indexOf(bytes, '\n', 0) + 1;
        String[] words =
                new String(bytes, 0, lineEnd, StandardCharsets.US_ASCII).trim().split(" ");
        long frames = Long.parseLong(words[1]);
        ByteBuffer frame = ByteBuffer.allocate(Integer.parseInt(words[2]));
        frame.put(bytes, lineEnd, bytes.length - lineEnd);
        while (frame.hasRemaining()) {
            channel.read(frame);
        }
        int inBlock = Math.max(1, 64 * 1024 / frame.capacity());
        ByteBuffer block = ByteBuffer.allocateDirect(inBlock * frame.capacity());
        for (int i = 0; i < inBlock; i++) {
            block.put(frame.array());
        }
        for (long left = frames; left > 0; left -= inBlock) {
            block.clear().limit((int) Math.min(left, inBlock) * frame.capacity());
            while (block.hasRemaining()) {
                channel.write(block);
            }
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer output = ByteBuffer.wrap(bytes);
        while (output.hasRemaining()) {
            channel.write(output);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
