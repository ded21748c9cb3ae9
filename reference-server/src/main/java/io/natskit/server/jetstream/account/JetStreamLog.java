// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

/** Where JetStream's lines for the log go. Any thread. */
public interface JetStreamLog {
    /** What an operator may want to know. */
    void notice(String text);

    /** What may be wrong. */
    void warn(String text);

    /** What is wrong. */
    void error(String text);
}
