// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

/** Log lines in the name of one client, which it gets with its address and completes once it has said who it is. Any thread. */
public final class ClientLog {
    private final SessionLog log;
    private String label;

    ClientLog(SessionLog log, String label) {
        this.log = log;
        this.label = label;
    }

    /** Who the client is in log lines. */
    public String label() {
        return label;
    }

    /** How it is called from now on. On the client's loop. */
    public void describe(String newLabel) {
        label = newLabel;
    }

    /** A line for developers. */
    public void debug(String text) {
        if (log.isDebug()) {
            log.debug(named(text));
        }
    }

    /** A line about something that changed. */
    public void notice(String text) {
        log.notice(named(text));
    }

    /** A line about something that looks wrong. */
    public void warn(String text) {
        log.warn(named(text));
    }

    /** A line about something that went wrong. */
    public void error(String text) {
        log.error(named(text));
    }

    /** The client did not take what it was sent. */
    void slowConsumer(String why) {
        log.slowConsumer(named("Slow Consumer Detected: " + why));
    }

    /** A protocol line. */
    void trace(String text) {
        log.trace(named(text));
    }

    private String named(String text) {
        return label + " - " + text;
    }
}
