// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

/** What the server says to a client of its own accord: +OK, -ERR, PING and PONG. Not said where the client speaks another language, but traced. On its loop. */
final class ControlLines {
    private final ClientSession session;
    private final Trace trace;

    ControlLines(ClientSession session, Trace trace) {
        this.session = session;
        this.trace = trace;
    }

    /** Something that the client asked for is refused, or it has to go. */
    void error(String text) {
        say(Lines.error(text), "-ERR " + text);
    }

    /** What a verbose client asked for is done. */
    void ok() {
        say(Lines.OK, "OK");
    }

    void pong() {
        say(Lines.PONG, "PONG");
    }

    void ping() {
        say(Lines.PING, "PING");
    }

    private void say(byte[] line, String traced) {
        if (trace.isOn()) {
            trace.out(traced);
        }
        if (session.language() == null) {
            session.send(line);
        }
    }
}
