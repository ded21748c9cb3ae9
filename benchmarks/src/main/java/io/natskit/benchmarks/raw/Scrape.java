// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One question over HTTP to a server's monitoring, on a connection of its own that the server closes behind the answer. Confined to one thread at a time. */
final class Scrape {
    /** What a Prometheus exporter asks for, one after the other. */
    static final List<String> PAGES = List.of(
            "/varz",
            "/connz?limit=1024&sort=msgs_to",
            "/subsz",
            "/routez",
            "/gatewayz",
            "/leafz",
            "/jsz?streams=1&consumers=1&config=1",
            "/healthz",
            "/accountz",
            "/accstatz?unused=1");

    private static final String GOOD = "HTTP/1.1 200 ";
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final String HEAD_END = "\r\n\r\n";
    private static final String LAST_CHUNK = "0\r\n\r\n";

    private final String page;
    private final StringBuilder head = new StringBuilder();
    private String tail = "";
    private long bodyBytes;

    Scrape(String page) {
        this.page = page;
    }

    /** Asks for a page and waits until all of the answer is there. Throws {@link IOException} unless it is a whole answer of code 200. */
    static void ask(InetSocketAddress monitor, String page, ByteBuffer buffer) throws IOException {
        Scrape scrape = new Scrape(page);
        try (SocketChannel channel = SocketChannel.open(monitor)) {
            ByteBuffer question = scrape.question();
            while (question.hasRemaining()) {
                channel.write(question);
            }
            while (!scrape.read(channel, buffer)) {
                // more is to come
            }
        }
    }

    /** What is sent. */
    ByteBuffer question() {
        return ByteBuffer.wrap(("GET " + page + " HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** Takes what there is; returns whether that was all. Throws {@link IOException} if it is not whole, or of another code than 200. */
    boolean read(SocketChannel channel, ByteBuffer buffer) throws IOException {
        int count = channel.read(buffer.clear());
        if (count < 0) {
            check();
            return true;
        }
        buffer.flip();
        while (buffer.hasRemaining() && !headIsWhole()) {
            head.append((char) buffer.get());
        }
        int body = buffer.remaining();
        bodyBytes += body;
        byte[] last = new byte[Math.min(body, LAST_CHUNK.length())];
        buffer.position(buffer.limit() - last.length).get(last);
        String joined = tail + new String(last, StandardCharsets.ISO_8859_1);
        tail = joined.substring(Math.max(0, joined.length() - LAST_CHUNK.length()));
        return false;
    }

    private boolean headIsWhole() {
        int from = head.length() - HEAD_END.length();
        return from >= 0 && head.indexOf(HEAD_END, from) >= 0;
    }

    private void check() throws IOException {
        if (!headIsWhole() || head.indexOf(GOOD) != 0) {
            throw new IOException(page + " was answered \""
                    + head.toString().lines().findFirst().orElse("") + "\" (expected: " + GOOD + "...)");
        }
        Matcher length = LENGTH.matcher(head);
        boolean whole = length.find() ? Long.parseLong(length.group(1)) == bodyBytes : tail.equals(LAST_CHUNK);
        if (!whole) {
            throw new EOFException(page + " was cut off after " + bodyBytes + " bytes");
        }
    }
}
