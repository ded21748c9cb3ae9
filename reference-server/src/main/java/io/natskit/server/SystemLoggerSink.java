// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

/** Hands lines to the platform's logger, which is not looked up before there is one. */
final class SystemLoggerSink implements LogSink {
    private static final class Holder {
        static final System.Logger LOGGER = System.getLogger("io.natskit.server");
    }

    @Override
    public void log(Level level, String text) {
        // An embedded server's news is of interest to its tests' debugging only.
        Holder.LOGGER.log(
                switch (level) {
                    case TRACE -> System.Logger.Level.TRACE;
                    case DEBUG, INFO -> System.Logger.Level.DEBUG;
                    case WARN -> System.Logger.Level.INFO;
                    case ERROR -> System.Logger.Level.WARNING;
                    case FATAL -> System.Logger.Level.ERROR;
                },
                text);
    }
}
