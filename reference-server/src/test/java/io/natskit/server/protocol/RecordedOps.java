// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a decoder calls, and feeds one as a connection does: what is left over comes again with more. */
final class RecordedOps implements ClientOps {
    final List<String> calls = new ArrayList<>();
    final ClientOpDecoder decoder;
    private byte[] kept = {};
    private boolean opensGate;

    RecordedOps() {
        decoder = new ClientOpDecoder(this, 4096, 1024 * 1024);
        decoder.headers(true);
        decoder.announceSubjects(true);
    }

    RecordedOps gated(boolean opens) {
        decoder.gated(true);
        opensGate = opens;
        return this;
    }

    RecordedOps feed(byte[] input, int from, int to) {
        int before = kept.length;
        byte[] all = new byte[before + to - from];
        System.arraycopy(kept, 0, all, 0, before);
        System.arraycopy(input, from, all, before, to - from);
        int used = decoder.decode(all, 0, all.length);
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.write(all, used, all.length - used);
        kept = rest.toByteArray();
        return this;
    }

    RecordedOps feed(String input) {
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        return feed(bytes, 0, bytes.length);
    }

    int keptLength() {
        return kept.length;
    }

    private static String text(byte[] b, int at, int length) {
        return new String(b, at, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void connect(byte[] b, int at, int length) {
        calls.add("connect " + text(b, at, length));
    }

    @Override
    public void ping() {
        calls.add("ping");
    }

    @Override
    public void pong() {
        calls.add("pong");
    }

    @Override
    public void publish(PublishFrame f) {
        calls.add("publish " + text(f.bytes, f.subject, f.subjectLength) + " reply="
                + text(f.bytes, f.reply, f.replyLength) + " header=" + f.headerLength + " body="
                + text(f.bytes, f.payload, f.size) + " tail=" + text(f.bytes, f.tail, f.tailLength)
                + (f.unsafe ? " unsafe" : ""));
    }

    @Override
    public void subscribe(
            byte[] b, int subject, int subjectLength, int queue, int queueLength, int sid, int sidLength) {
        calls.add("subscribe " + text(b, subject, subjectLength) + " queue=" + text(b, queue, queueLength) + " sid="
                + text(b, sid, sidLength));
    }

    @Override
    public void unsubscribe(byte[] b, int sid, int sidLength, int max) {
        calls.add("unsubscribe " + text(b, sid, sidLength) + " max=" + max);
    }

    @Override
    public void error(byte[] b, int at, int length) {
        calls.add("error " + text(b, at, length));
    }

    @Override
    public void info(byte[] b, int at, int length) {
        calls.add("info " + text(b, at, length));
    }

    @Override
    public void line(String verb, byte[] b, int at, int length) {
        calls.add("line " + verb + ' ' + text(b, at, length));
    }

    @Override
    public void publishing(byte[] b, int subject, int subjectLength) {
        calls.add("publishing " + text(b, subject, subjectLength));
    }

    @Override
    public boolean openGate() {
        if (opensGate) {
            decoder.gated(false);
        }
        return opensGate;
    }

    @Override
    public void malformed(Malformed kind, String detail) {
        calls.add("malformed " + kind);
    }
}
