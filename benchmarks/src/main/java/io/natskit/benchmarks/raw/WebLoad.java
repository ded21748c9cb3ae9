// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import io.natskit.peer.load.LoadArguments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** One publisher at full speed and, with {@code subscribers=1}, one subscriber that counts, over WebSocket: {@code size}, {@code millis}, {@code packed=1} for compression. */
final class WebLoad {
    private static final String SUBJECT = "bench.a";
    private static final String SID = "1";
    private static final int BLOCK_BYTES = 64 * 1024;

    private final Target target;
    private final boolean packed;
    private final boolean heard;
    private final int size;
    private final long millis;

    WebLoad(LoadArguments arguments) {
        target = Target.of(arguments);
        packed = arguments.integer("packed", 0) > 0;
        heard = arguments.integer("subscribers", 0) > 0;
        size = arguments.integer("size", 128);
        millis = arguments.integer("millis", 1000);
    }

    /** Runs once, as {@link StreamLoad#run}. */
    String run() throws IOException {
        try (WebConnection in = WebConnection.open(target, packed);
                WebConnection out = WebConnection.open(target, packed)) {
            DoorReceiver receiver = heard ? listen(in) : null;
            byte[] message = message();
            int messages = Math.max(1, BLOCK_BYTES / message.length);
            ByteBuffer block = out.frame(repeated(message, messages));
            long start = System.nanoTime();
            long deadline = start + millis * 1_000_000;
            long sent = 0;
            do {
                out.write(block.rewind());
                sent += messages;
            } while (System.nanoTime() - deadline < 0);
            out.confirm();
            long end = receiver == null ? System.nanoTime() : receiver.awaitAll(sent);
            return Rates.line(sent, end - start);
        }
    }

    private DoorReceiver listen(WebConnection in) throws IOException {
        in.send("SUB " + SUBJECT + " " + SID + "\r\n");
        in.confirm();
        FrameCounter counter = new FrameCounter(Blocks.deliveredLength(SUBJECT, SID, "", size));
        WebFrames frames = new WebFrames(counter::take);
        DoorReceiver receiver = new DoorReceiver(in.channel(), bytes -> {
            frames.take(bytes);
            return counter.frames();
        });
        Daemons.thread(receiver).start();
        return receiver;
    }

    /** A PUB whose payload can be compressed to about a half, as text and numbers can. */
    private byte[] message() {
        byte[] head = ("PUB " + SUBJECT + " " + size + "\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer message = ByteBuffer.allocate(head.length + size + 2).put(head);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < size; i++) {
            message.put((byte) Character.forDigit(random.nextInt(16), 16));
        }
        return message.put((byte) '\r').put((byte) '\n').array();
    }

    private static byte[] repeated(byte[] message, int times) {
        ByteBuffer all = ByteBuffer.allocate(message.length * times);
        for (int i = 0; i < times; i++) {
            all.put(message);
        }
        return all.array();
    }
}
