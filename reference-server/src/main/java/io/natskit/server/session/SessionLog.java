// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

/** Where sessions write lines, in the words of nats-server. Any thread; must not block for long. */
public interface SessionLog {
    /** Whether debug lines are wanted. */
    boolean isDebug();

    /** Whether protocol lines are wanted; sessions keep the answer until a reload. */
    boolean isTrace();

    /** A line for developers. */
    void debug(String text);

    /** A protocol line. */
    void trace(String text);

    /** A line about something that changed. */
    void notice(String text);

    /** A line about a client that did not take what it was sent. */
    void slowConsumer(String text);

    /** A line about something that looks wrong. */
    void warn(String text);

    /** A line about something that went wrong. */
    void error(String text);
}
