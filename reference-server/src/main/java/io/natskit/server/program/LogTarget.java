// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.io.IOException;

/** Where log lines go. Called under the log's lock. */
interface LogTarget {
    /** Writes one line, its end included. */
    void write(byte[] line) throws IOException;

    /** Lets go of a file; standard error stays open. */
    void close() throws IOException;
}
