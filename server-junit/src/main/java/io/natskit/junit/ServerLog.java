// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import io.natskit.server.LogSink;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes a test server's log lines: passes them to the logger {@code io.natskit.junit}, one step quieter, and keeps those that are fatal. */
final class ServerLog implements LogSink {
    private static final System.Logger LOGGER = System.getLogger("io.natskit.junit");

    private final ConcurrentLinkedQueue<String> fatal = new ConcurrentLinkedQueue<>();

    @Override
    public void log(Level level, String text) {
        if (level == Level.FATAL) {
            fatal.add(text);
        }
        LOGGER.log(
                switch (level) {
                    case TRACE, DEBUG -> System.Logger.Level.TRACE;
                    case INFO, WARN -> System.Logger.Level.DEBUG;
                    case ERROR -> System.Logger.Level.WARNING;
                    case FATAL -> System.Logger.Level.ERROR;
                },
                text);
    }

    List<String> fatal() {
        return List.copyOf(fatal);
    }
}
