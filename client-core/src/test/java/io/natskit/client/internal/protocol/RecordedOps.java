// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes down what a decoder says, one line a call. */
public class RecordedOps implements ServerOps {
    private final List<String> calls = new ArrayList<>();

    /** The calls so far. */
    public List<String> calls() {
        return calls;
    }

    @Override
    public void msg(MsgRange m) {
        calls.add("msg " + text(m.buffer(), m.subjectOffset(), m.subjectLength()) + " " + m.sid() + " ["
                + text(m.buffer(), m.replyOffset(), m.replyLength()) + "] ["
                + text(m.buffer(), m.headersOffset(), m.headersLength()) + "] ["
                + new String(payload(m), StandardCharsets.ISO_8859_1) + "]");
    }

    /** The payload of a message, wherever it lies. */
    static byte[] payload(MsgRange m) {
        byte[] own = m.ownPayload();
        return own == null
                ? Arrays.copyOfRange(m.buffer(), m.payloadOffset(), m.payloadOffset() + m.payloadLength())
                : own;
    }

    @Override
    public void info(byte[] buffer, int offset, int length) {
        calls.add("info " + text(buffer, offset, length));
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
    public void ok() {
        calls.add("ok");
    }

    @Override
    public void err(byte[] buffer, int offset, int length) {
        calls.add("err " + text(buffer, offset, length));
    }

    private static String text(byte[] buffer, int offset, int length) {
        return length == 0 ? "" : new String(buffer, offset, length, StandardCharsets.ISO_8859_1);
    }
}
