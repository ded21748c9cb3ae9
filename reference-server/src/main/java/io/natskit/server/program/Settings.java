// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import io.natskit.server.config.ConfigException;
import io.natskit.server.config.ConfigFile;
import io.natskit.server.config.InvalidOptionsException;
import io.natskit.server.config.ListenOptions;
import io.natskit.server.config.LoggingOptions;
import io.natskit.server.config.OcspCacheOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the options of a server from a command line: the configuration file first where one is named, then the flags over it. */
final class Settings {
    private final CommandLine line;
    private @Nullable ConfigFile file;

    Settings(CommandLine line) {
        this.line = line;
    }

    /** The configuration file, read at its first use. */
    ConfigFile file(String name) throws Refusal {
        ConfigFile known = file;
        if (known == null) {
            try {
                known = ConfigFile.read(path(name));
            } catch (ConfigException e) {
                throw new Refusal(String.valueOf(e.getMessage()));
            }
            file = known;
        }
        return known;
    }

    /** The same again, of a file that may have changed; thrown as what the embedding API throws. */
    ServerOptions reread() {
        try {
            return new Settings(line).options();
        } catch (Refusal e) {
            throw new InvalidOptionsException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** The options, validated. */
    ServerOptions options() throws Refusal {
        refuseLaterFlags();
        String name = text("c");
        ServerOptions.Builder builder = ServerOptions.builder().ocspCache(OcspCacheOptions.LOCAL);
        if (name != null) {
            builder = file(name).options().toBuilder();
        }
        apply(builder);
        try {
            return builder.build().validate();
        } catch (InvalidOptionsException e) {
            throw new Refusal(e.problems().get(0));
        }
    }

    private void refuseLaterFlags() throws Refusal {
        for (String name : line.values().keySet()) {
            if (isLater(name) && !isOff(name)) {
                throw new Refusal("-" + name + ": comes with a later version of NatsKit");
            }
        }
    }

    private boolean isOff(String name) {
        String value = line.text(name);
        return value == null || value.isEmpty() || value.equals("false") || value.equals("0");
    }

    private static boolean isLater(String name) {
        switch (name) {
            case "profile",
                    "s",
                    "r",
                    "routes",
                    "cluster",
                    "cluster_name",
                    "cluster_advertise",
                    "no_advertise",
                    "connect_retries":
                return true;
            default:
                return false;
        }
    }

    /** A text flag; null where it is absent or empty, which means the same to nats-server. */
    private @Nullable String text(String name) {
        String value = line.text(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private void apply(ServerOptions.Builder builder) throws Refusal {
        if (line.isEmpty()) {
            return;
        }
        if (line.has("n")) {
            builder.serverName(text("n"));
        }
        String pid = text("P");
        if (pid != null) {
            builder.pidFile(path(pid));
        }
        String ports = text("ports_file_dir");
        if (ports != null) {
            builder.portsFileDir(path(ports));
        }
        if (line.has("js")) {
            builder.jetStream(js -> js.enabled(line.isOn("js")));
        }
        String store = text("sd");
        if (store != null) {
            Path folder = path(store);
            builder.jetStream(js -> js.storeDir(folder));
        }
        if (line.number("m") != 0) {
            builder.monitoring(m -> m.port(clamp(line.number("m"))));
        }
        if (line.number("ms") != 0) {
            builder.monitoring(m -> m.securePort(clamp(line.number("ms"))));
        }
        ServerOptions base = builder.build();
        builder.listen(listen(base.listen().toBuilder()).build());
        builder.logging(logging(base.logging().toBuilder()).build());
        if (line.has("user") || line.has("pass") || line.has("auth")) {
            authorization(builder, base);
        }
        tls(builder);
    }

    private static Path path(String text) throws Refusal {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Refusal("open " + text + ": not a path (" + e.getReason() + ")");
        }
    }

    private ListenOptions.Builder listen(ListenOptions.Builder listen) {
        String host = text("a");
        if (host != null) {
            listen.host(host);
        }
        if (line.number("p") != 0) {
            listen.port(clamp(line.number("p")));
        }
        if (line.has("client_advertise")) {
            listen.clientAdvertise(text("client_advertise"));
        }
        return listen;
    }

    private LoggingOptions.Builder logging(LoggingOptions.Builder logging) throws Refusal {
        if (line.has("D")) {
            logging.debug(line.isOn("D"));
        }
        if (line.has("V")) {
            logging.trace(line.isOn("V"));
        }
        if (line.has("T")) {
            logging.logTime(line.isOn("T"));
        }
        if (line.has("logtime_utc")) {
            logging.logTimeUtc(line.isOn("logtime_utc"));
        }
        // In nats-server's order: it visits its flags by name.
        if (line.has("DV")) {
            logging.debug(line.isOn("DV")).trace(line.isOn("DV"));
        }
        if (line.has("DVV")) {
            logging.debug(line.isOn("DVV")).trace(line.isOn("DVV")).traceVerbose(line.isOn("DVV"));
        }
        if (line.has("VV")) {
            logging.trace(line.isOn("VV")).traceVerbose(line.isOn("VV"));
        }
        String file = text("l");
        if (file != null) {
            logging.logFile(path(file));
        }
        if (line.has("log_size_limit")) {
            logging.logSizeLimitBytes(Math.max(0, line.number("log_size_limit")));
        }
        if (line.has("max_traced_msg_len")) {
            logging.maxTracedMessageBytes(Math.max(0, clamp(line.number("max_traced_msg_len"))));
        }
        return logging;
    }

    private static int clamp(long number) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }

    private void authorization(ServerOptions.Builder builder, ServerOptions base) {
        var authorization = base.authorization().toBuilder();
        if (line.has("user")) {
            authorization.username(text("user"));
        }
        if (line.has("pass")) {
            authorization.password(text("pass"));
        }
        if (line.has("auth")) {
            authorization.token(text("auth"));
        }
        builder.authorization(authorization.build());
    }

    /** Any TLS flag replaces the file's TLS, unless {@code --tls=false} switches it off. */
    private void tls(ServerOptions.Builder builder) throws Refusal {
        if (line.has("tls") && !line.isOn("tls")) {
            builder.tls(null);
            return;
        }
        if (!line.has("tls")
                && !line.has("tlscert")
                && !line.has("tlskey")
                && !line.has("tlscacert")
                && !line.has("tlsverify")) {
            return;
        }
        String cert = text("tlscert");
        if (cert == null) {
            throw new Refusal("TLS Server certificate must be present and valid");
        }
        String key = text("tlskey");
        if (key == null) {
            throw new Refusal("TLS Server private key must be present and valid");
        }
        String authorities = text("tlscacert");
        TlsOptions tls = TlsOptions.builder()
                .certFile(path(cert))
                .keyFile(path(key))
                .caFile(authorities == null ? null : path(authorities))
                .verify(line.isOn("tlsverify"))
                .build();
        builder.tls(tls);
        // As nats-server has it: with TLS the handshake's time comes on top of a second for the log-in.
        builder.authorization(a -> a.timeout(tls.timeout().plusSeconds(1)));
    }
}
