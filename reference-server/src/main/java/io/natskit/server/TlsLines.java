// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.transport.TlsJournal;

/** The way of lines about TLS to a sink. */
record TlsLines(LogSink sink) implements TlsJournal {
    @Override
    public void notice(String line) {
        sink.log(LogSink.Level.INFO, line);
    }

    @Override
    public void warn(String line) {
        sink.log(LogSink.Level.WARN, line);
    }

    @Override
    public void error(String line) {
        sink.log(LogSink.Level.ERROR, line);
    }
}
