// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The first words with a proxy. Sits between a fresh TCP link and its user until the proxy has connected, and then steps aside. I/O thread. */
public final class ProxyLink implements LinkEvents {
    private static final int ANSWER_BYTES_MAX = 8192;

    private final ProxyTalk talk;
    private final LinkEvents user;
    private byte[] answer = new byte[0];
    private Link link = NONE;

    /** A conversation that ends with a tunnel, whose events go to {@code user}. */
    public ProxyLink(ProxyTalk talk, LinkEvents user) {
        this.talk = talk;
        this.user = user;
    }

    /** The link to the proxy, as soon as it is being opened. */
    public void over(Link opened) {
        link = opened;
    }

    @Override
    public void connected() {
        try {
            say(talk.opening());
        } catch (IOException e) {
            fail(e);
        }
    }

    private void say(byte[] words) throws IOException {
        int written = link.write(ByteBuffer.wrap(words));
        Arrays.fill(words, (byte) 0);
        if (written < words.length) {
            throw new IOException("the proxy takes no bytes");
        }
    }

    @Override
    public void bytes(byte[] buffer, int offset, int length) {
        int had = answer.length;
        answer = Arrays.copyOf(answer, had + length);
        System.arraycopy(buffer, offset, answer, had, length);
        try {
            if (answer.length > ANSWER_BYTES_MAX) {
                throw new IOException("the proxy talks without end");
            }
            listen();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void listen() throws IOException {
        ProxyTalk.Step step = talk.read(answer);
        while (step.taken() > 0) {
            answer = Arrays.copyOfRange(answer, step.taken(), answer.length);
            if (step.connected()) {
                tunnel();
                return;
            }
            say(step.words());
            step = talk.read(answer);
        }
    }

    private void tunnel() {
        link.redirect(user);
        user.connected();
        if (answer.length > 0) {
            user.bytes(answer, 0, answer.length);
        }
    }

    private void fail(IOException why) {
        link.close();
        user.closed(why);
    }

    @Override
    public void writable() {
        // the few words of the conversation fit any socket
    }

    @Override
    public void closed(IOException cause) {
        user.closed(cause);
    }

    private static final Link NONE = new Link() {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            throw new IOException("no link to the proxy yet");
        }

        @Override
        public void awaitWritable() {}

        @Override
        public void redirect(LinkEvents events) {}

        @Override
        public void reading(boolean on) {}

        @Override
        public void close() {}

        @Override
        public void abort() {}
    };
}
