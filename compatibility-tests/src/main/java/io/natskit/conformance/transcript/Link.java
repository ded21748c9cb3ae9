// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import org.jspecify.annotations.Nullable;

/** One connection of a replay: a socket, or what a recording says was heard. */
public interface Link extends AutoCloseable {
    /** Sends bytes; that the other side has closed already shows when it is read. */
    void send(byte[] bytes);

    /** The next line without its CRLF, a char a byte; null when the other side has closed. Waits only for a bounded time. */
    @Nullable
    String line();

    @Override
    void close();
}
