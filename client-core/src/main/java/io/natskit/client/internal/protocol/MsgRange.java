// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.protocol;

import org.jspecify.annotations.Nullable;

/** One delivered message as ranges of one buffer. The decoder reuses the object: it is valid during {@link ServerOps#msg} only. */
public final class MsgRange {
    byte[] buffer = new byte[0];
    int subjectOffset;
    int subjectLength;
    int sid;
    int replyOffset;
    int replyLength;
    int headersOffset;
    int headersLength;
    int payloadOffset;
    int payloadLength;
    byte @Nullable [] payload;

    MsgRange() {}

    /** The array that all ranges lie in, but that of a payload that {@link #ownPayload()} has. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where the subject begins. */
    public int subjectOffset() {
        return subjectOffset;
    }

    /** The length of the subject. */
    public int subjectLength() {
        return subjectLength;
    }

    /** The subscription's number. */
    public int sid() {
        return sid;
    }

    /** Where the reply subject begins, if there is one. */
    public int replyOffset() {
        return replyOffset;
    }

    /** The length of the reply subject; 0: there is none. */
    public int replyLength() {
        return replyLength;
    }

    /** Where the headers begin, if there are any. */
    public int headersOffset() {
        return headersOffset;
    }

    /** The length of the headers with their status line and last empty line; 0: there are none. */
    public int headersLength() {
        return headersLength;
    }

    /** The payload as an array of its own, which whoever is called may keep; null where it lies in {@link #buffer()}: a large one that came in pieces was put together here. */
    public byte @Nullable [] ownPayload() {
        return payload;
    }

    /** Where the payload begins, if it has no array of its own. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** The length of the payload. */
    public int payloadLength() {
        return payloadLength;
    }
}
