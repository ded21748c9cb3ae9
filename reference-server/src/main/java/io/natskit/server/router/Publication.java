// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.router;

import io.natskit.server.protocol.PublishFrame;
import org.jspecify.annotations.Nullable;

/** A message on its way through one lane. One object a lane, used again for each message; confined to the lane's loop. */
public final class Publication {
    private static final byte[] HMSG = {'H', 'M', 'S', 'G', ' '};

    private final int lane;
    private PublishFrame frame = new PublishFrame();
    private @Nullable Outbox origin;
    private long number;
    private boolean shared;

    private byte[] head = new byte[0];
    private int headLength;
    private byte[] scratch = new byte[128];
    private int prefixLength;
    private byte @Nullable [] shownAs;

    Publication(int lane) {
        this.lane = lane;
    }

    Publication begin(PublishFrame message, @Nullable Outbox from) {
        frame = message;
        origin = from;
        prefixLength = 0;
        shownAs = null;
        number++;
        shared = false;
        return this;
    }

    /** It goes to so many targets, counting a queue group as one. */
    void goesTo(int targets) {
        shared = targets > 1;
    }

    /** Whether more than one target is offered it, so that a copy for all of them may be worth it. */
    public boolean isShared() {
        return shared;
    }

    /** Tells this message from the others of its lane. */
    public long number() {
        return number;
    }

    /** The index of the loop that it is on. */
    public int lane() {
        return lane;
    }

    /** The message. */
    public PublishFrame frame() {
        return frame;
    }

    /** Who sent it, or null for the server itself. */
    public @Nullable Outbox origin() {
        return origin;
    }

    /** Shows it under another subject to whoever is offered it, until {@link #showAsItIs()}; the array is not copied. */
    public void showAs(byte[] subject) {
        shownAs = subject;
        prefixLength = 0;
    }

    /** Shows it under its own subject again. */
    public void showAsItIs() {
        shownAs = null;
        prefixLength = 0;
    }

    /** The other subject that it is shown under, or null. */
    public byte @Nullable [] shownAs() {
        return shownAs;
    }

    /** Prepares {@link #head()} for a subscription: {@code HMSG subject sid } with the message's own subject. */
    public void prepareHead(Subscription subscription) {
        byte[] own = subscription.head();
        if (own != null && frame.shownLength == 0 && shownAs == null) {
            head = own;
            headLength = own.length;
            return;
        }
        byte[] sid = subscription.sid();
        int prefix = prefixLength;
        if (prefix == 0 || prefix + sid.length + 1 > scratch.length) {
            prefix = prefix(sid.length);
        }
        System.arraycopy(sid, 0, scratch, prefix, sid.length);
        scratch[prefix + sid.length] = ' ';
        head = scratch;
        headLength = prefix + sid.length + 1;
    }

    private int prefix(int sidLength) {
        byte[] renamed = shownAs;
        boolean other = frame.shownLength > 0;
        int subject = renamed != null ? renamed.length : other ? frame.shownLength : frame.subjectLength;
        int needed = HMSG.length + subject + 2 + sidLength;
        if (scratch.length < needed) {
            scratch = new byte[2 * needed];
        }
        System.arraycopy(HMSG, 0, scratch, 0, HMSG.length);
        System.arraycopy(
                renamed != null ? renamed : frame.bytes,
                renamed != null ? 0 : other ? frame.shown : frame.subject,
                scratch,
                HMSG.length,
                subject);
        scratch[HMSG.length + subject] = ' ';
        prefixLength = HMSG.length + subject + 1;
        return prefixLength;
    }

    /** The line's beginning as an HMSG; a MSG begins one byte later. */
    public byte[] head() {
        return head;
    }

    /** The length of {@link #head()}. */
    public int headLength() {
        return headLength;
    }
}
