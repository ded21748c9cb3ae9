// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** Many questions to a server's monitoring at the same moment, on one thread: every connection is opened before any answer is looked at. */
final class ScrapeBurst {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private ScrapeBurst() {}

    /** Asks for so many pages at once, those of {@link Scrape#PAGES} in turn, and returns when all have been answered with 200. Throws {@link IOException} otherwise. */
    static void run(InetSocketAddress monitor, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        long limit = System.nanoTime() + LIMIT_NANOS;
        try (Selector selector = Selector.open()) {
            try {
                for (int i = 0; i < count; i++) {
                    SocketChannel channel = SocketChannel.open();
                    channel.configureBlocking(false);
                    channel.register(
                            selector, SelectionKey.OP_CONNECT, new Scrape(Scrape.PAGES.get(i % Scrape.PAGES.size())));
                    channel.connect(monitor);
                }
                int answered = 0;
                while (answered < count) {
                    if (System.nanoTime() - limit > 0) {
                        throw new IOException("scrapes answered: " + answered + " (expected: " + count + ")");
                    }
                    answered += turn(selector, buffer);
                }
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        }
    }

    private static int turn(Selector selector, ByteBuffer buffer) throws IOException {
        int answered = 0;
        selector.select(100);
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
            SelectionKey key = ready.next();
            ready.remove();
            SocketChannel channel = (SocketChannel) key.channel();
            Scrape scrape = (Scrape) key.attachment();
            if (key.isConnectable() && channel.finishConnect()) {
                // a question fits into what a new socket takes at once
                channel.write(scrape.question());
                key.interestOps(SelectionKey.OP_READ);
            } else if (key.isReadable() && scrape.read(channel, buffer)) {
                channel.close();
                answered++;
            }
        }
        return answered;
    }
}
