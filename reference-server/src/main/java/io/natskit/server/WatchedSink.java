// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.session.Troubles;

/** The way to a sink on which troubles are remembered. */
record WatchedSink(LogSink to, Troubles troubles) implements LogSink {
    @Override
    public void log(Level level, String text) {
        if (level == Level.WARN) {
            troubles.add(Troubles.Kind.WARNING, text);
        } else if (level == Level.ERROR || level == Level.FATAL) {
            troubles.add(Troubles.Kind.ERROR, text);
        }
        to.log(level, text);
    }
}
