// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import io.natskit.server.NatsServer;
import io.natskit.server.config.LoggingOptions;
import io.natskit.server.config.MonitoringOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.WebSocketOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The files that a server keeps as a program: its pid, its ports, its log; written anew where a reload names others. */
final class ProgramFiles {
    private final ProgramLog log;
    private final Launch launch;
    private volatile @Nullable PortsFile portsFile;

    ProgramFiles(ProgramLog log, Launch launch) {
        this.log = log;
        this.launch = launch;
    }

    /** Writes the pid file, where there is to be one; answers what went wrong, or null. */
    @Nullable
    String writePid(ServerOptions options) {
        Path file = options.pidFile();
        if (file == null) {
            return null;
        }
        try {
            PrivateFiles.write(file, Long.toString(launch.pid()));
            return null;
        } catch (IOException e) {
            return PrivateFiles.reason(file, e);
        }
    }

    /** Writes the ports file, where there is to be one. */
    void writePorts(ServerOptions options, NatsServer started) {
        Path folder = options.portsFileDir();
        if (folder == null || started.port() < 0) {
            return;
        }
        PortsFile file = PortsFile.in(folder, launch.name(), launch.pid());
        try {
            PortsFile.Listener clients = new PortsFile.Listener(
                    "nats",
                    options.tls() == null ? "nats" : "tls",
                    options.listen().host(),
                    started.port());
            WebSocketOptions web = options.webSocket();
            PortsFile.Listener browsers = new PortsFile.Listener(
                    "websocket", web.tls() == null ? "ws" : "wss", web.host(), started.webSocketPort());
            file.write(clients, monitoring(options, started), browsers);
            portsFile = file;
        } catch (IOException e) {
            log.write(
                    LogLabel.ERROR,
                    "Error writing ports file (" + file.path() + "): " + PrivateFiles.reason(file.path(), e));
        }
    }

    private static PortsFile.Listener monitoring(ServerOptions options, NatsServer started) {
        MonitoringOptions http = options.monitoring();
        String host = http.host();
        return new PortsFile.Listener(
                "monitoring",
                http.port() != 0 ? "http" : "https",
                host == null ? options.listen().host() : host,
                started.monitoringPort());
    }

    /** Takes the ports file away. */
    void deletePorts() {
        PortsFile file = portsFile;
        if (file == null) {
            return;
        }
        portsFile = null;
        try {
            file.delete();
        } catch (IOException e) {
            log.write(
                    LogLabel.ERROR,
                    "Error cleaning up ports file " + file.path() + ": remove " + file.path()
                            + ": no such file or directory");
        }
    }

    /** What other options mean to the files. */
    void reloaded(ServerOptions before, ServerOptions now, NatsServer started) {
        if (!Objects.equals(before.pidFile(), now.pidFile())) {
            String problem = writePid(now);
            if (problem != null) {
                log.write(LogLabel.ERROR, "Failed to write pidfile: " + problem);
            }
        }
        if (!Objects.equals(before.portsFileDir(), now.portsFileDir())) {
            deletePorts();
            writePorts(now, started);
        }
        LoggingOptions old = before.logging();
        LoggingOptions logging = now.logging();
        if (!Objects.equals(old.logFile(), logging.logFile())
                || old.logTime() != logging.logTime()
                || old.logTimeUtc() != logging.logTimeUtc()) {
            reopenLog(logging);
        }
    }

    /** Opens the log anew; false if that fails, and the old one goes on. */
    boolean reopenLog(LoggingOptions logging) {
        try {
            log.reopen(logging);
            return true;
        } catch (IOException e) {
            Path file = logging.logFile();
            log.write(
                    LogLabel.ERROR,
                    "error opening file: " + (file == null ? e.getMessage() : PrivateFiles.reason(file, e)));
            return false;
        }
    }
}
