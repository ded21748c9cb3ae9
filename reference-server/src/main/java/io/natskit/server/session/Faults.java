// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import java.nio.charset.StandardCharsets;

/** Faults of the server itself, as one log line: what, and where in the code. */
final class Faults {
    private static final int FRAMES = 6;

    private Faults() {}

    /** The fault and the innermost places that it went through; what the client may have put into its text cannot break the line. */
    static String described(Throwable fault) {
        byte[] text = fault.toString().getBytes(StandardCharsets.UTF_8);
        StringBuilder line = new StringBuilder(GoQuote.quoted(text, 0, text.length));
        StackTraceElement[] frames = fault.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            line.append(i == 0 ? " at " : " < ").append(frames[i]);
        }
        return line.toString();
    }
}
