// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import io.natskit.server.LogSink;
import io.natskit.server.NatsServer;
import io.natskit.server.NatsServerBuilder;
import io.natskit.server.ReloadListener;
import io.natskit.server.ReloadOutcome;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.HostPort;
import io.natskit.server.config.InvalidOptionsException;
import io.natskit.server.config.LoggingOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import io.natskit.server.config.UserOptions;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs as a program: its log lines in nats-server's order, its pid and ports files, its end. The first lines are written
 * once the port is open, with the moments at which they happened: a client need not wait for them.
 */
final class Running implements AutoCloseable, LogSink, ReloadListener {
    private static final int PAYLOAD_HIGH_BYTES = 8 * 1024 * 1024;
    private static final long CLOSE_MILLIS = 5_000;
    private static final String SELECTOR = "java.nio.channels.spi.SelectorProvider";
    private static final int FIRST_JDK_TRIED = 17;
    private static final int LAST_JDK_TRIED = 25;

    private final Settings settings;
    private final ServerOptions options;
    private final ProgramLog log;
    private final Launch launch;
    private final ProgramFiles files;
    private final ReentrantLock lock = new ReentrantLock();
    /** Lines of the server that wait for those of the program before them; null once those are written. */
    private @Nullable List<Line> held = new ArrayList<>();

    private boolean takesSignals;
    private volatile @Nullable NatsServer server;
    private final AtomicBoolean ending = new AtomicBoolean();

    private record Line(Instant moment, LogLabel label, String text) {}

    private Running(Settings settings, ServerOptions options, ProgramLog log, Launch launch) {
        this.settings = settings;
        this.options = options;
        this.log = log;
        this.launch = launch;
        this.files = new ProgramFiles(log, launch);
    }

    /** A server that does not run yet. */
    static Running of(Settings settings, ServerOptions options, ProgramLog log, Launch launch) {
        return new Running(settings, options, log, launch);
    }

    /**
     * Names the selector of Linux, which the JDK would otherwise look for in every jar: a tenth of the start. Only where the JDK is one
     * that was tried.
     */
    private static void nameSelector() {
        int release = Runtime.version().feature();
        boolean tried = release >= FIRST_JDK_TRIED && release <= LAST_JDK_TRIED;
        if (tried && System.getProperty(SELECTOR) == null && "Linux".equals(System.getProperty("os.name"))) {
            System.setProperty(SELECTOR, "sun.nio.ch.EPollSelectorProvider");
        }
    }

    /** Starts it; throws {@link FatalException} where it cannot, after its log has said why. */
    void start() {
        Instant begun = log.now();
        nameSelector();
        NatsServer started;
        try {
            NatsServerBuilder builder =
                    NatsServer.builder().options(options).log(this).onReload(this);
            if (options.configFile() != null) {
                builder.reloadsFrom(settings::reread);
            }
            started = builder.start();
        } catch (UncheckedIOException e) {
            greet(begun, null);
            release();
            throw fatal(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            greet(begun, null);
            release();
            throw fatal(String.valueOf(e.getMessage()));
        }
        server = started;
        if (takesSignals) {
            Signals.listen(this::signalled);
        }
        Instant listening = log.now();
        greet(begun, started);
        warn(begun);
        String unwritable = files.writePid(options);
        if (unwritable != null) {
            started.close();
            release();
            throw fatal("Could not write pidfile: " + unwritable);
        }
        release();
        log.write(
                listening,
                LogLabel.INFO,
                "Listening for client connections on "
                        + new HostPort(options.listen().host(), started.port()).text());
        if (options.listen().proxyProtocol()) {
            log.write(listening, LogLabel.INFO, "PROXY protocol enabled for client connections");
        }
        TlsOptions tls = options.tls();
        if (tls != null) {
            greetWithTls(tls, listening);
        }
        log.write(LogLabel.INFO, "Server is ready");
        files.writePorts(options, started);
        ArchiveCheck.begin();
    }

    private void greetWithTls(TlsOptions tls, Instant listening) {
        boolean firstOnly = tls.handshakeFirst() && tls.handshakeFirstFallback().isZero();
        log.write(
                listening,
                LogLabel.INFO,
                tls.allowNonTls() && !firstOnly
                        ? "TLS available for client connections"
                        : "TLS required for client connections");
        if (firstOnly) {
            log.write(
                    listening,
                    LogLabel.WARN,
                    "Clients that are not using \"TLS Handshake First\" option will fail to connect");
        }
    }

    /** The first lines, as nats-server begins. */
    private void greet(Instant begun, @Nullable NatsServer started) {
        log.write(begun, LogLabel.INFO, "Starting nats-server");
        log.write(begun, LogLabel.INFO, "  Version:  " + Versions.NATS);
        log.write(begun, LogLabel.INFO, "  Git:      [not set]");
        if (options.logging().debug()) {
            log.write(begun, LogLabel.DEBUG, "  Java:     " + System.getProperty("java.runtime.version"));
        }
        if (started != null) {
            log.write(begun, LogLabel.INFO, "  Name:     " + started.serverName());
            log.write(begun, LogLabel.INFO, "  ID:       " + started.serverId());
        }
        Path config = options.configFile();
        if (config != null && started != null) {
            log.write(
                    begun, LogLabel.INFO, "Using configuration file: " + config + " (" + options.configDigest() + ")");
        }
    }

    private void warn(Instant begun) {
        if (hasPlainPassword()) {
            log.write(begun, LogLabel.WARN, "Plaintext passwords detected, use nkeys or bcrypt");
        }
        if (options.limits().maxPayloadBytes() > PAYLOAD_HIGH_BYTES) {
            log.write(
                    begun,
                    LogLabel.WARN,
                    "Maximum payloads over 8.00 MB are generally discouraged and could lead to poor performance");
        }
    }

    private boolean hasPlainPassword() {
        if (isPlain(options.authorization().password())) {
            return true;
        }
        for (UserOptions user : options.authorization().users()) {
            if (user.nkey() == null && isPlain(String.valueOf(user.password()))) {
                return true;
            }
        }
        for (AccountOptions account : options.accounts()) {
            for (UserOptions user : account.users()) {
                if (user.nkey() == null && isPlain(String.valueOf(user.password()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isPlain(@Nullable String password) {
        return password != null && !password.startsWith("$2");
    }

    /** Writes the lines that waited, and lets later ones through. */
    private void release() {
        lock.lock();
        try {
            List<Line> waiting = held;
            held = null;
            if (waiting != null) {
                for (Line line : waiting) {
                    log.write(line.moment, line.label, line.text);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private FatalException fatal(String text) {
        log.write(LogLabel.FATAL, text);
        log.close();
        return new FatalException(text);
    }

    int port() {
        NatsServer started = server;
        return started == null ? -1 : started.port();
    }

    @Override
    public void log(Level level, String text) {
        LogLabel label = label(level);
        if (!hold(label, text)) {
            log.write(label, text);
        }
        if (level == Level.FATAL) {
            // Never half alive: what the server calls fatal ends the process.
            files.deletePorts();
            log.close();
            Runtime.getRuntime().halt(1);
        }
    }

    private boolean hold(LogLabel label, String text) {
        lock.lock();
        try {
            List<Line> waiting = held;
            if (waiting == null || label == LogLabel.FATAL) {
                return false;
            }
            waiting.add(new Line(log.now(), label, text));
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static LogLabel label(Level level) {
        switch (level) {
            case TRACE:
                return LogLabel.TRACE;
            case DEBUG:
                return LogLabel.DEBUG;
            case WARN:
                return LogLabel.WARN;
            case ERROR:
                return LogLabel.ERROR;
            case FATAL:
                return LogLabel.FATAL;
            default:
                return LogLabel.INFO;
        }
    }

    /** The end by a signal: code 0, at once, as nats-server has it; a JVM would add 128 and the signal's number. */
    void stopAndHalt() {
        if (!ending.compareAndSet(false, true)) {
            return; // by another signal
        }
        Thread closer = new Thread(this::close, "nats-server-close");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    @Override
    public void close() {
        log.write(LogLabel.INFO, "Initiating Shutdown...");
        NatsServer started = server;
        if (started != null) {
            started.close();
        }
        files.deletePorts();
        log.write(LogLabel.INFO, "Server Exiting..");
        log.close();
    }

    /** Takes what signals ask (PR-02), once somebody can connect: how to take them costs the start, which nobody should wait for. */
    void takeSignals() {
        takesSignals = true;
    }

    private void signalled(Signals.Kind kind) {
        log(Level.INFO, "Trapped \"" + kind.text() + "\" signal");
        NatsServer started = server;
        switch (kind) {
            case INTERRUPT:
                stopAndHalt();
                break;
            case TERMINATE:
                if (started == null || !started.isLameDuck()) {
                    stopAndHalt();
                }
                break;
            case HANG_UP:
                reload(started);
                break;
            case USER_1:
                reopenLog(started);
                break;
            default:
                leave(started);
        }
    }

    private void reload(@Nullable NatsServer started) {
        if (started == null) {
            return;
        }
        try {
            ReloadOutcome outcome = started.reload();
            if (!outcome.isApplied()) {
                failed(outcome.needsRestart().get(0));
            }
        } catch (InvalidOptionsException e) {
            failed(e.problems().get(0));
        } catch (RuntimeException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private void failed(String why) {
        log(Level.ERROR, "Failed to reload server configuration: " + why);
    }

    @Override
    public void reloaded(ServerOptions before, ServerOptions now) {
        NatsServer started = server;
        if (started != null) {
            files.reloaded(before, now, started);
        }
    }

    private void reopenLog(@Nullable NatsServer started) {
        LoggingOptions now = (started == null ? options : started.options()).logging();
        if (now.logFile() == null) {
            log(Level.INFO, "File log re-open ignored, not a file logger");
        } else if (files.reopenLog(now)) {
            log(Level.INFO, "File log re-opened");
        }
    }

    /** Leaves as a lame duck; the process ends with the server. */
    private void leave(@Nullable NatsServer started) {
        if (started != null && started.enterLameDuckMode()) {
            try {
                started.awaitClosed();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            stopAndHalt();
        }
    }
}
