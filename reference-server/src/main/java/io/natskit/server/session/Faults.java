// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.wire.json.GoQuote;

/** Faults of the server itself, as one log line: what, and where in the code. */
final class Faults {
    private static final int FRAMES = 6;

    private Faults() {}

    /** The fault and the innermost places that it went through; what the client may have put into its text cannot break the line. */
    static String described(Throwable fault) {
        StringBuilder line = new StringBuilder(GoQuote.escape(fault.toString()));
        StackTraceElement[] frames = fault.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            line.append(i == 0 ? " at " : " < ").append(frames[i]);
        }
        return line.toString();
    }
}
