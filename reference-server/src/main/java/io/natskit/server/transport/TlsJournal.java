// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

/** Where lines about TLS go that belong to no connection. Any thread. */
public interface TlsJournal {
    /** What is good to know. */
    void notice(String line);

    /** What is let through though it should not be. */
    void warn(String line);

    /** What went wrong. */
    void error(String line);
}
