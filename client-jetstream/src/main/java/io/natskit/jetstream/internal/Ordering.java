// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches that nothing is missing (ADR-17): each message is the next of the present consumer, or that consumer is given up and another made that goes on after the last
 * message. {@link #accepts} runs on the I/O thread.
 */
final class Ordering implements Keeper {
    private final LongConsumer remake;

    // written by the I/O thread and under the lock of whoever makes consumers; the flags order the rest
    private volatile @Nullable Target present;
    private volatile boolean broken;
    private long lastConsumerSequence;
    private volatile long lastStreamSequence;
    private final int[] dots = new int[12];

    /** {@code remake} makes a consumer that begins after the stream sequence it is given, and calls {@link #use}. */
    Ordering(LongConsumer remake) {
        this.remake = remake;
    }

    /** Goes on with a fresh consumer. Before its first message can come. */
    void use(Target fresh) {
        lastConsumerSequence = 0;
        present = fresh;
        broken = false;
    }

    /** The last message that was accepted; 0 for none. */
    long lastStreamSequence() {
        return lastStreamSequence;
    }

    @Override
    public Optional<Target> target() {
        return Optional.ofNullable(present);
    }

    /** Whether a heartbeat tells of messages that did not come. */
    boolean hasMissed(String lastConsumerSequenceThere) {
        return !broken && Long.parseUnsignedLong(lastConsumerSequenceThere) > lastConsumerSequence;
    }

    @Override
    public boolean accepts(Message message) {
        Target now = present;
        String reply = message.replyTo();
        if (broken || now == null || reply == null) {
            return false;
        }
        int count = 0;
        for (int i = reply.indexOf('.'); i >= 0 && count < dots.length; i = reply.indexOf('.', i + 1)) {
            dots[count++] = i;
        }
        // $JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.…, or two tokens more before the stream
        int at = count == 8 ? 2 : 4;
        if (count < at + 5 || !isToken(reply, at, now.consumer())) {
            return false;
        }
        long streamSequence = number(reply, at + 2);
        long consumerSequence = number(reply, at + 3);
        if (consumerSequence != lastConsumerSequence + 1) {
            rescues("gap");
            return false;
        }
        lastConsumerSequence = consumerSequence;
        lastStreamSequence = streamSequence;
        return true;
    }

    /** Whether the token behind the dot {@code at} is {@code text}. */
    private boolean isToken(String reply, int at, String text) {
        int from = dots[at] + 1;
        return dots[at + 1] - from == text.length() && reply.startsWith(text, from);
    }

    private long number(String reply, int at) {
        long value = 0;
        for (int i = dots[at] + 1; i < dots[at + 1]; i++) {
            value = value * 10 + (reply.charAt(i) - '0');
        }
        return value;
    }

    @Override
    public boolean rescues(String trouble) {
        if (!broken) {
            broken = true;
            remake.accept(lastStreamSequence);
        }
        return true;
    }
}
