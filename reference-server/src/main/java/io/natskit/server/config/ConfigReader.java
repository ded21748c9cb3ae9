// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.server.config.ConfigProblems.Mismatch;
import io.natskit.wire.GoDuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a parsed configuration into {@link ServerOptions}: the fields at the top level; blocks have readers of their own. Zero means
 * the default where nats-server takes it so.
 */
final class ConfigReader {
    private static final Duration LAME_DUCK_MIN = Duration.ofSeconds(30);
    private static final int TOKENS_MAX = 255;

    private final ConfigProblems problems = new ConfigProblems();
    private final ServerOptions.Builder options;
    private final AuthorizationReader authorization;
    private final JetStreamReader jetStream;
    private final OperatorReader operator;
    private boolean nonTlsAllowed;

    ConfigReader(ServerOptions.Builder options) {
        this.options = options;
        this.authorization = new AuthorizationReader(problems, options);
        this.jetStream = new JetStreamReader(problems, options);
        this.operator = new OperatorReader(problems, options);
    }

    ConfigProblems read(Map<String, ConfigNode> tree, String file) {
        if (tree.isEmpty()) {
            problems.warnings().add(file + ": config has no values or is empty");
        }
        tree.forEach((field, node) -> {
            try {
                read(field, node);
            } catch (Mismatch mismatch) {
                problems.add(mismatch);
            }
        });
        operator.finish();
        authorization.finish();
        TlsOptions tls = options.build().tls();
        if (tls != null && nonTlsAllowed) {
            options.tls(tls.toBuilder().allowNonTls(true).build());
        }
        if (tls != null && !authorization.isTimeoutNamed()) {
            options.authorization(a -> a.timeout(tls.timeout().plusSeconds(1)));
        }
        return problems;
    }

    private void read(String field, ConfigNode node) {
        String name = GoText.lower(field);
        boolean known = readListen(name, node)
                || readLimits(name, field, node)
                || readLiveness(name, node)
                || readLogging(name, node)
                || readIdentity(name, node)
                || readJetStream(name, node)
                || operator.read(name, field, node)
                || new MonitoringReader(problems, options).read(name, node)
                || readAccess(name, node);
        if (known) {
            return;
        }
        if (LaterFeatures.isField(name)) {
            problems.laterUnlessOff(node, field);
        } else {
            problems.unknown(node, field);
        }
    }

    private boolean readListen(String name, ConfigNode node) {
        switch (name) {
            case "listen" -> {
                HostPort address = HostPort.read(node);
                options.listen(l -> l.host(
                                address.host().isEmpty()
                                        ? ListenOptions.builder().build().host()
                                        : address.host())
                        .port(
                                address.port() == 0
                                        ? ListenOptions.builder().build().port()
                                        : address.port()));
            }
            case "host", "net" -> {
                String host = ConfigProblems.string(node);
                options.listen(l ->
                        l.host(host.isEmpty() ? ListenOptions.builder().build().host() : host));
            }
            case "port" -> {
                int port = ConfigProblems.integer(node);
                options.listen(
                        l -> l.port(port == 0 ? ListenOptions.builder().build().port() : port));
            }
            case "client_advertise" -> {
                String address = ConfigProblems.string(node);
                options.listen(l -> l.clientAdvertise(address.isEmpty() ? null : address));
            }
            case "proxy_protocol" -> {
                boolean on = ConfigProblems.bool(node);
                options.listen(l -> l.proxyProtocol(on));
            }
            case "no_header_support" -> {
                boolean on = ConfigProblems.bool(node);
                options.listen(l -> l.noHeaderSupport(on));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readLimits(String name, String shown, ConfigNode node) {
        switch (name) {
            case "max_connections", "max_conn" -> {
                int most = Math.max(0, ConfigProblems.integer(node));
                options.limits(l -> l.maxConnections(most));
            }
            case "max_subscriptions", "max_subs" -> {
                int most = Math.max(0, ConfigProblems.integer(node));
                options.limits(l -> l.maxSubscriptions(most));
            }
            case "max_sub_tokens", "max_subscription_tokens" -> {
                int most = ConfigProblems.integer(node);
                if (most > TOKENS_MAX) {
                    throw ConfigProblems.mismatch(node, shown + " value is too big");
                } else if (most <= 0) {
                    throw ConfigProblems.mismatch(node, shown + " value can not be negative");
                }
                options.limits(l -> l.maxSubscriptionTokens(most));
            }
            case "max_control_line" -> sized(node, shown, bytes -> options.limits(l -> l.maxControlLineBytes(bytes)));
            case "max_payload" -> sized(node, shown, bytes -> options.limits(l -> l.maxPayloadBytes(bytes)));
            case "max_pending" -> {
                long bytes = ConfigProblems.number(node);
                if (bytes != 0) {
                    options.limits(l -> l.maxPendingBytes(bytes));
                }
            }
            case "max_closed_clients" -> {
                int most = ConfigProblems.integer(node);
                if (most != 0) {
                    options.limits(l -> l.maxClosedClients(most));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void sized(ConfigNode node, String shown, Consumer<Integer> setter) {
        long bytes = ConfigProblems.number(node);
        if (bytes > Integer.MAX_VALUE) {
            throw ConfigProblems.mismatch(node, shown + " value is too big");
        }
        if (bytes != 0) {
            setter.accept((int) bytes);
        }
    }

    private boolean readLiveness(String name, ConfigNode node) {
        switch (name) {
            case "ping_interval" ->
                notZero(problems.duration(node, name), d -> options.liveness(l -> l.pingInterval(d)));
            case "write_deadline" ->
                notZero(problems.duration(node, name), d -> options.liveness(l -> l.writeDeadline(d)));
            case "ping_max" -> {
                int most = ConfigProblems.integer(node);
                if (most != 0) {
                    options.liveness(l -> l.pingsOutMax(most));
                }
            }
            case "write_timeout" -> {
                WriteTimeoutPolicy policy = writeTimeout(node);
                options.liveness(l -> l.writeTimeout(policy));
            }
            case "no_fast_producer_stall" -> {
                boolean on = ConfigProblems.bool(node);
                options.liveness(l -> l.noFastProducerStall(on));
            }
            case "lame_duck_duration" -> {
                Duration duration = goDuration(node, name);
                if (duration.compareTo(LAME_DUCK_MIN) < 0) {
                    throw ConfigProblems.mismatch(
                            node,
                            "invalid lame_duck_duration of " + GoDuration.format(duration) + ", minimum is 30 seconds");
                }
                options.liveness(l -> l.lameDuckDuration(duration));
            }
            case "lame_duck_grace_period" -> {
                Duration grace = goDuration(node, name);
                if (grace.isNegative()) {
                    throw ConfigProblems.mismatch(node, "invalid lame_duck_grace_period, needs to be positive");
                }
                options.liveness(l -> l.lameDuckGracePeriod(grace));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void notZero(Duration duration, Consumer<Duration> setter) {
        if (!duration.isZero()) {
            setter.accept(duration);
        }
    }

    private static Duration goDuration(ConfigNode node, String name) {
        try {
            return GoDuration.parse(ConfigProblems.string(node));
        } catch (IllegalArgumentException e) {
            throw ConfigProblems.mismatch(node, "error parsing " + name + ": " + e.getMessage());
        }
    }

    private static WriteTimeoutPolicy writeTimeout(ConfigNode node) {
        return switch (ConfigProblems.string(node)) {
            case "default" -> WriteTimeoutPolicy.DEFAULT;
            case "close" -> WriteTimeoutPolicy.CLOSE;
            case "retry" -> WriteTimeoutPolicy.RETRY;
            default -> throw ConfigProblems.mismatch(node, "write_timeout must be 'default', 'close' or 'retry'");
        };
    }

    private boolean readLogging(String name, ConfigNode node) {
        switch (name) {
            case "debug" -> {
                boolean on = ConfigProblems.bool(node);
                options.logging(l -> l.debug(on));
            }
            case "trace" -> {
                boolean on = ConfigProblems.bool(node);
                options.logging(l -> l.trace(on));
            }
            case "trace_verbose" -> {
                boolean on = ConfigProblems.bool(node);
                options.logging(l -> l.traceVerbose(on).trace(on));
            }
            case "trace_headers" -> {
                boolean on = ConfigProblems.bool(node);
                options.logging(l -> l.traceHeaders(on).trace(on));
            }
            case "logtime" -> {
                boolean on = ConfigProblems.bool(node);
                options.logging(l -> l.logTime(on));
            }
            case "logtime_utc" -> {
                boolean on = ConfigProblems.bool(node);
                options.logging(l -> l.logTimeUtc(on));
            }
            case "logfile", "log_file" -> path(node, p -> options.logging(l -> l.logFile(p)));
            case "logfile_size_limit", "log_size_limit" -> {
                long bytes = Math.max(0, ConfigProblems.number(node));
                options.logging(l -> l.logSizeLimitBytes(bytes));
            }
            case "logfile_max_num", "log_max_num" -> {
                int most = Math.max(0, ConfigProblems.integer(node));
                options.logging(l -> l.logFilesMax(most));
            }
            case "max_traced_msg_len" -> {
                int bytes = Math.max(0, ConfigProblems.integer(node));
                options.logging(l -> l.maxTracedMessageBytes(bytes));
            }
            case "pidfile", "pid_file" -> path(node, options::pidFile);
            case "ports_file_dir" -> path(node, options::portsFileDir);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void path(ConfigNode node, Consumer<Path> setter) {
        String path = ConfigProblems.string(node);
        if (!path.isEmpty()) {
            setter.accept(ConfigProblems.path(node, path));
        }
    }

    private boolean readIdentity(String name, ConfigNode node) {
        switch (name) {
            case "server_name" -> {
                String server = ConfigProblems.string(node);
                if (server.contains(" ")) {
                    throw ConfigProblems.mismatch(node, "server name cannot contain spaces");
                }
                options.serverName(server.isEmpty() ? null : server);
            }
            case "server_tags" -> options.serverTags(tags(node));
            case "server_metadata" -> options.serverMetadata(metadata(node));
            case "feature_flags" -> options.featureFlags(flags(node));
            case "disable_sublist_cache", "no_sublist_cache" -> options.disableSublistCache(ConfigProblems.bool(node));
            case "connect_error_reports" -> options.connectErrorReports(ConfigProblems.integer(node));
            case "reconnect_error_reports" -> options.reconnectErrorReports(ConfigProblems.integer(node));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static List<String> tags(ConfigNode node) {
        if (node.value() instanceof String tag) {
            return List.of(tag);
        }
        if (!(node.value() instanceof List)) {
            throw ConfigProblems.mismatch(node, "error parsing tags: unsupported type " + node.goType());
        }
        List<String> tags = new ArrayList<>();
        for (ConfigNode tag : ConfigProblems.list(node)) {
            if (!(tag.value() instanceof String text)) {
                throw ConfigProblems.mismatch(
                        node, "error parsing tags: unsupported type *conf.token where string is expected");
            }
            tags.add(text);
        }
        return tags;
    }

    private static Map<String, String> metadata(ConfigNode node) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "error parsing metadata: unsupported type " + node.goType());
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        ConfigProblems.map(node).forEach((key, value) -> metadata.put(key, ConfigProblems.string(value)));
        return metadata;
    }

    private static Map<String, Boolean> flags(ConfigNode node) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "error parsing feature flags: unsupported type " + node.goType());
        }
        Map<String, Boolean> flags = new LinkedHashMap<>();
        ConfigProblems.map(node).forEach((key, value) -> {
            if (!(value.value() instanceof Boolean on)) {
                throw ConfigProblems.mismatch(
                        value,
                        "error parsing feature flag " + GoText.quote(key) + ": expected bool, got " + value.goType());
            }
            flags.put(key, on);
        });
        return flags;
    }

    private boolean readJetStream(String name, ConfigNode node) {
        switch (name) {
            case "jetstream" -> jetStream.read(node);
            case "store_dir", "storedir" -> jetStream.storeDir(node);
            case "default_js_domain" -> jetStream.defaultDomains(node);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readAccess(String name, ConfigNode node) {
        switch (name) {
            case "authorization" -> authorization.authorization(node);
            case "accounts" -> authorization.accounts(node);
            case "proxies" -> {
                List<String> trusted = new ProxiesReader(problems).read(node);
                options.authorization(a -> a.trustedProxies(trusted));
            }
            case "no_auth_user" -> {
                String user = ConfigProblems.string(node);
                options.authorization(a -> a.noAuthUser(user.isEmpty() ? null : user));
            }
            case "system_account", "system" -> {
                if (!(node.value() instanceof String account)) {
                    throw ConfigProblems.mismatch(node, "system account name must be a string");
                }
                options.systemAccount(account.isEmpty() ? null : account);
            }
            case "no_system_account", "no_system", "no_sys_acc" -> options.noSystemAccount(ConfigProblems.bool(node));
            case "mappings", "maps" -> options.mappings(new MappingsReader(problems).read(node));
            case "allow_non_tls" -> nonTlsAllowed = ConfigProblems.bool(node);
            case "ocsp" -> options.ocsp(OcspReader.own(node));
            case "ocsp_cache" -> options.ocspCache(OcspReader.cache(node));
            case "tls" -> options.tls(new TlsReader(problems).read(node));
            case "mqtt" -> options.mqtt(new MqttReader(problems).read(node));
            case "websocket", "ws" -> options.webSocket(new WebSocketReader(problems).read(node));
            default -> {
                return false;
            }
        }
        return true;
    }
}
