// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

/** Where a server's log lines go. Called by any thread, on event loops too: must not block for long. */
public interface LogSink {
    /** How much a line matters. */
    enum Level {
        /** What the wire carries. */
        TRACE,
        /** For developers. */
        DEBUG,
        /** Something happened. */
        INFO,
        /** Something looks wrong. */
        WARN,
        /** Something went wrong. */
        ERROR,
        /** The server ends over it. */
        FATAL
    }

    /** Takes one line, without its time and label. Debug and trace lines come only where the options ask for them. */
    void log(Level level, String text);
}
