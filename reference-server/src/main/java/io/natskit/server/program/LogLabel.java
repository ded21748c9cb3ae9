// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

/** The labels of log lines, with the colours that they have on a terminal. */
enum LogLabel {
    INFO("INF", "32"),
    WARN("WRN", "0;93"),
    ERROR("ERR", "31"),
    FATAL("FTL", "31"),
    DEBUG("DBG", "36"),
    TRACE("TRC", "33");

    private final String plain;
    private final String coloured;

    LogLabel(String text, String colour) {
        plain = "[" + text + "] ";
        coloured = "[\u001b[" + colour + "m" + text + "\u001b[0m] ";
    }

    String text(boolean inColour) {
        return inColour ? coloured : plain;
    }
}
