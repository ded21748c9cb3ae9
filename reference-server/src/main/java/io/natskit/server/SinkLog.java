// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.LoggingOptions;
import io.natskit.server.session.SessionLog;
import io.natskit.server.session.Troubles;

/** The sessions' way to a sink. */
final class SinkLog implements SessionLog {
    private final LogSink sink;
    private final Troubles troubles;
    private volatile boolean debug;
    private volatile boolean trace;

    SinkLog(LogSink sink, Troubles troubles, LoggingOptions options) {
        this.sink = sink;
        this.troubles = troubles;
        reloaded(options);
    }

    /** What is wanted from now on. */
    final void reloaded(LoggingOptions options) {
        debug = options.debug();
        trace = options.trace();
    }

    @Override
    public boolean isDebug() {
        return debug;
    }

    @Override
    public boolean isTrace() {
        return trace;
    }

    @Override
    public void debug(String text) {
        if (debug) {
            sink.log(LogSink.Level.DEBUG, text);
        }
    }

    @Override
    public void trace(String text) {
        if (trace) {
            sink.log(LogSink.Level.TRACE, text);
        }
    }

    @Override
    public void notice(String text) {
        sink.log(LogSink.Level.INFO, text);
    }

    @Override
    public void slowConsumer(String text) {
        troubles.add(Troubles.Kind.SLOW_CONSUMER, text);
        notice(text);
    }

    @Override
    public void warn(String text) {
        sink.log(LogSink.Level.WARN, text);
    }

    @Override
    public void error(String text) {
        sink.log(LogSink.Level.ERROR, text);
    }
}
