// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.nio.ByteBuffer;

/**
 * Counts messages of one known length in a stream of bytes, exactly, without looking at each: after a stretch of whole messages the
 * next byte must begin a message and the two before it must end one. Where that does not hold, a PING, an INFO or the like is in
 * between, and the stretch is walked message by message. Confined to the thread that reads.
 */
final class FrameCounter {
    private final int frameBytes;

    // of the frame that the last buffer ended in
    private int missing;
    private boolean inControlLine;

    private long frames;
    private long controlLines;

    FrameCounter(int frameBytes) {
        this.frameBytes = frameBytes;
    }

    long frames() {
        return frames;
    }

    long controlLines() {
        return controlLines;
    }

    /** Takes the bytes from position to limit. */
    void take(ByteBuffer bytes) {
        int at = bytes.position();
        int end = bytes.limit();
        if (inControlLine) {
            at = skipLine(bytes, at, end);
        }
        if (missing > 0) {
            int step = Math.min(missing, end - at);
            at += step;
            missing -= step;
            if (missing == 0) {
                frames++;
            }
        }
        int whole = (end - at) / frameBytes;
        int next = at + whole * frameBytes;
        if (whole > 0 && endsAt(bytes, next) && (next == end || bytes.get(next) == 'M')) {
            frames += whole;
            at = next;
        }
        walk(bytes, at, end);
    }

    private static boolean endsAt(ByteBuffer bytes, int position) {
        return bytes.get(position - 1) == '\n' && bytes.get(position - 2) == '\r';
    }

    private void walk(ByteBuffer bytes, int from, int end) {
        int at = from;
        while (at < end) {
            if (bytes.get(at) != 'M') {
                at = skipLine(bytes, at, end);
                continue;
            }
            int step = Math.min(frameBytes, end - at);
            at += step;
            missing = frameBytes - step;
            if (missing == 0) {
                frames++;
            }
        }
    }

    private int skipLine(ByteBuffer bytes, int from, int end) {
        if (!inControlLine && bytes.get(from) == '-') {
            throw new IllegalStateException("the server answered an error in the middle of a load");
        }
        int at = from;
        inControlLine = true;
        while (at < end) {
            if (bytes.get(at++) == '\n') {
                inControlLine = false;
                controlLines++;
                break;
            }
        }
        return at;
    }
}
