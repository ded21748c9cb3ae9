// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that can be told to a server, whether by a builder, by flags or by a configuration file. Immutable. */
public final class ServerOptions {
    private final @Nullable String serverName;
    private final List<String> serverTags;
    private final Map<String, String> serverMetadata;
    private final ListenOptions listen;
    private final LimitOptions limits;
    private final LivenessOptions liveness;
    private final LoggingOptions logging;
    private final JetStreamOptions jetStream;
    private final WebSocketOptions webSocket;
    private final MqttOptions mqtt;
    private final MonitoringOptions monitoring;
    private final AuthorizationOptions authorization;
    private final OperatorOptions operator;
    private final List<AccountOptions> accounts;
    private final Map<String, List<MappingOptions>> mappings;
    private final @Nullable String systemAccount;
    private final boolean noSystemAccount;
    private final @Nullable TlsOptions tls;
    private final OcspOptions ocsp;
    private final OcspCacheOptions ocspCache;
    private final int loops;
    private final @Nullable Path pidFile;
    private final @Nullable Path portsFileDir;
    private final boolean disableSublistCache;
    private final int connectErrorReports;
    private final int reconnectErrorReports;
    private final Map<String, Boolean> featureFlags;
    private final @Nullable Path configFile;
    private final @Nullable String configDigest;

    private ServerOptions(Builder builder) {
        this.serverName = builder.serverName;
        this.serverTags = List.copyOf(builder.serverTags);
        this.serverMetadata = Collections.unmodifiableMap(new LinkedHashMap<>(builder.serverMetadata));
        this.listen = builder.listen.build();
        this.limits = builder.limits.build();
        this.liveness = builder.liveness.build();
        this.logging = builder.logging.build();
        this.jetStream = builder.jetStream.build();
        this.webSocket = builder.webSocket.build();
        this.mqtt = builder.mqtt.build();
        this.monitoring = builder.monitoring.build();
        this.authorization = builder.authorization.build();
        this.operator = builder.operator.build();
        this.accounts = List.copyOf(builder.accounts);
        this.mappings = builder.mappings;
        this.systemAccount = builder.systemAccount;
        this.noSystemAccount = builder.noSystemAccount;
        this.tls = builder.tls;
        this.ocsp = builder.ocsp;
        this.ocspCache = builder.ocspCache;
        this.loops = builder.loops;
        this.pidFile = builder.pidFile;
        this.portsFileDir = builder.portsFileDir;
        this.disableSublistCache = builder.disableSublistCache;
        this.connectErrorReports = builder.connectErrorReports;
        this.reconnectErrorReports = builder.reconnectErrorReports;
        this.featureFlags = Collections.unmodifiableMap(new LinkedHashMap<>(builder.featureFlags));
        this.configFile = builder.configFile;
        this.configDigest = builder.configDigest;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.serverName = serverName;
        builder.serverTags.addAll(serverTags);
        builder.serverMetadata.putAll(serverMetadata);
        builder.listen = listen.toBuilder();
        builder.limits = limits.toBuilder();
        builder.liveness = liveness.toBuilder();
        builder.logging = logging.toBuilder();
        builder.jetStream = jetStream.toBuilder();
        builder.webSocket = webSocket.toBuilder();
        builder.mqtt = mqtt.toBuilder();
        builder.monitoring = monitoring.toBuilder();
        builder.authorization = authorization.toBuilder();
        builder.operator = operator.toBuilder();
        builder.accounts.addAll(accounts);
        builder.mappings = mappings;
        builder.systemAccount = systemAccount;
        builder.noSystemAccount = noSystemAccount;
        builder.tls = tls;
        builder.ocsp = ocsp;
        builder.ocspCache = ocspCache;
        builder.loops = loops;
        builder.pidFile = pidFile;
        builder.portsFileDir = portsFileDir;
        builder.disableSublistCache = disableSublistCache;
        builder.connectErrorReports = connectErrorReports;
        builder.reconnectErrorReports = reconnectErrorReports;
        builder.featureFlags.putAll(featureFlags);
        builder.configFile = configFile;
        builder.configDigest = configDigest;
        return builder;
    }

    /** The name in INFO. */
    public @Nullable String serverName() {
        return serverName;
    }

    /** Free words about the server that monitoring shows. */
    public List<String> serverTags() {
        return serverTags;
    }

    /** Free keys and values about the server that monitoring shows. */
    public Map<String, String> serverMetadata() {
        return serverMetadata;
    }

    /** Where clients connect. */
    public ListenOptions listen() {
        return listen;
    }

    /** The bounds of the server. */
    public LimitOptions limits() {
        return limits;
    }

    /** Pings, deadlines and leaving. */
    public LivenessOptions liveness() {
        return liveness;
    }

    /** What is logged, and where. */
    public LoggingOptions logging() {
        return logging;
    }

    /** JetStream. */
    public JetStreamOptions jetStream() {
        return jetStream;
    }

    /** Where clients connect over WebSocket. */
    public WebSocketOptions webSocket() {
        return webSocket;
    }

    /** Where clients connect that speak MQTT. */
    public MqttOptions mqtt() {
        return mqtt;
    }

    /** Where the state is shown over HTTP. */
    public MonitoringOptions monitoring() {
        return monitoring;
    }

    /** Who may log in outside of accounts. */
    public AuthorizationOptions authorization() {
        return authorization;
    }

    /** Whom the server trusts to say who its accounts and users are. */
    public OperatorOptions operator() {
        return operator;
    }

    /** Subjects of the global account that are published under others. */
    public Map<String, List<MappingOptions>> mappings() {
        return mappings;
    }

    /** The accounts beside the default one. */
    public List<AccountOptions> accounts() {
        return accounts;
    }

    /** The name of the system account. */
    public @Nullable String systemAccount() {
        return systemAccount;
    }

    /** Whether there is no system account. */
    public boolean noSystemAccount() {
        return noSystemAccount;
    }

    /** TLS of the client listener. */
    public @Nullable TlsOptions tls() {
        return tls;
    }

    /** When certificates of listeners are shown with what their authorities say of them. */
    public OcspOptions ocsp() {
        return ocsp;
    }

    /** Where answers of authorities about the certificates of clients are kept. */
    public OcspCacheOptions ocspCache() {
        return ocspCache;
    }

    /** The number of event loops. */
    public int loops() {
        return loops;
    }

    /** The file that a program writes its process id to. */
    public @Nullable Path pidFile() {
        return pidFile;
    }

    /** The folder that a program writes its ports file to. */
    public @Nullable Path portsFileDir() {
        return portsFileDir;
    }

    /** Whether routing does without its cache of matches. */
    public boolean disableSublistCache() {
        return disableSublistCache;
    }

    /** Every how many failed first connects to a peer one is logged. */
    public int connectErrorReports() {
        return connectErrorReports;
    }

    /** Every how many failed reconnects to a peer one is logged. */
    public int reconnectErrorReports() {
        return reconnectErrorReports;
    }

    /** Behaviours that are switched on or off by name. */
    public Map<String, Boolean> featureFlags() {
        return featureFlags;
    }

    /** The configuration file that these values came from. */
    public @Nullable Path configFile() {
        return configFile;
    }

    /** The digest of that file, as the check mode prints it. */
    public @Nullable String configDigest() {
        return configDigest;
    }

    /**
     * Checks the values against each other and returns this object.
     *
     * @throws InvalidOptionsException with every value that cannot be, and what was expected
     */
    public ServerOptions validate() {
        new OptionsCheck(this).run();
        return this;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "ServerOptions[", "]");
        text.add("serverName=" + serverName);
        text.add("serverTags=" + serverTags);
        text.add("serverMetadata=" + serverMetadata);
        text.add("listen=" + listen);
        text.add("limits=" + limits);
        text.add("liveness=" + liveness);
        text.add("logging=" + logging);
        text.add("jetStream=" + jetStream);
        text.add("webSocket=" + webSocket);
        text.add("mqtt=" + mqtt);
        text.add("monitoring=" + monitoring);
        text.add("authorization=" + authorization);
        text.add("operator=" + operator);
        text.add("accounts=" + accounts);
        text.add("systemAccount=" + systemAccount);
        text.add("noSystemAccount=" + noSystemAccount);
        text.add("tls=" + tls);
        text.add("ocsp=" + ocsp);
        text.add("ocspCache=" + ocspCache);
        text.add("loops=" + loops);
        text.add("pidFile=" + pidFile);
        text.add("portsFileDir=" + portsFileDir);
        text.add("disableSublistCache=" + disableSublistCache);
        text.add("connectErrorReports=" + connectErrorReports);
        text.add("reconnectErrorReports=" + reconnectErrorReports);
        text.add("featureFlags=" + featureFlags);
        text.add("configFile=" + configFile);
        text.add("configDigest=" + configDigest);
        return text.toString();
    }

    /** Collects the values of {@link ServerOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private @Nullable String serverName;
        private final List<String> serverTags = new ArrayList<>();
        private final Map<String, String> serverMetadata = new LinkedHashMap<>();
        private ListenOptions.Builder listen = ListenOptions.builder();
        private LimitOptions.Builder limits = LimitOptions.builder();
        private LivenessOptions.Builder liveness = LivenessOptions.builder();
        private LoggingOptions.Builder logging = LoggingOptions.builder();
        private JetStreamOptions.Builder jetStream = JetStreamOptions.builder();
        private WebSocketOptions.Builder webSocket = WebSocketOptions.builder();
        private MqttOptions.Builder mqtt = MqttOptions.builder();
        private MonitoringOptions.Builder monitoring = MonitoringOptions.builder();
        private AuthorizationOptions.Builder authorization = AuthorizationOptions.builder();
        private OperatorOptions.Builder operator = OperatorOptions.builder();
        private Map<String, List<MappingOptions>> mappings = Map.of();
        private final List<AccountOptions> accounts = new ArrayList<>();
        private @Nullable String systemAccount;
        private boolean noSystemAccount = false;
        private @Nullable TlsOptions tls;
        private OcspOptions ocsp = OcspOptions.DEFAULT;
        private OcspCacheOptions ocspCache = OcspCacheOptions.MEMORY;
        private int loops = 0;
        private @Nullable Path pidFile;
        private @Nullable Path portsFileDir;
        private boolean disableSublistCache = false;
        private int connectErrorReports = 3_600;
        private int reconnectErrorReports = 1;
        private final Map<String, Boolean> featureFlags = new LinkedHashMap<>();
        private @Nullable Path configFile;
        private @Nullable String configDigest;

        private Builder() {}

        /** The name in INFO. Default none: the server's id is its name. No spaces. */
        public Builder serverName(@Nullable String serverName) {
            this.serverName = serverName;
            return this;
        }

        /** Replaces: free words about the server that monitoring shows. */
        public Builder serverTags(Iterable<String> values) {
            serverTags.clear();
            values.forEach(serverTags::add);
            return this;
        }

        /** Replaces: free keys and values about the server that monitoring shows. */
        public Builder serverMetadata(Map<String, String> values) {
            serverMetadata.clear();
            serverMetadata.putAll(values);
            return this;
        }

        /** Changes the group: where clients connect. */
        public Builder listen(Consumer<ListenOptions.Builder> change) {
            change.accept(listen);
            return this;
        }

        /** Replaces the whole group: where clients connect. */
        public Builder listen(ListenOptions values) {
            listen = values.toBuilder();
            return this;
        }

        /** Changes the group: the bounds of the server. */
        public Builder limits(Consumer<LimitOptions.Builder> change) {
            change.accept(limits);
            return this;
        }

        /** Replaces the whole group: the bounds of the server. */
        public Builder limits(LimitOptions values) {
            limits = values.toBuilder();
            return this;
        }

        /** Changes the group: pings, deadlines and leaving. */
        public Builder liveness(Consumer<LivenessOptions.Builder> change) {
            change.accept(liveness);
            return this;
        }

        /** Replaces the whole group: pings, deadlines and leaving. */
        public Builder liveness(LivenessOptions values) {
            liveness = values.toBuilder();
            return this;
        }

        /** Changes the group: what is logged, and where. */
        public Builder logging(Consumer<LoggingOptions.Builder> change) {
            change.accept(logging);
            return this;
        }

        /** Replaces the whole group: what is logged, and where. */
        public Builder logging(LoggingOptions values) {
            logging = values.toBuilder();
            return this;
        }

        /** Changes the group: JetStream. */
        public Builder jetStream(Consumer<JetStreamOptions.Builder> change) {
            change.accept(jetStream);
            return this;
        }

        /** Replaces the whole group: JetStream. */
        public Builder jetStream(JetStreamOptions values) {
            jetStream = values.toBuilder();
            return this;
        }

        /** Changes the group: where clients connect over WebSocket. */
        public Builder webSocket(Consumer<WebSocketOptions.Builder> change) {
            change.accept(webSocket);
            return this;
        }

        /** Replaces the whole group: where clients connect over WebSocket. */
        public Builder webSocket(WebSocketOptions values) {
            webSocket = values.toBuilder();
            return this;
        }

        /** Changes the group: where clients connect that speak MQTT. */
        public Builder mqtt(Consumer<MqttOptions.Builder> change) {
            change.accept(mqtt);
            return this;
        }

        /** Replaces the whole group: where clients connect that speak MQTT. */
        public Builder mqtt(MqttOptions values) {
            mqtt = values.toBuilder();
            return this;
        }

        /** Changes the group: where the state is shown over HTTP. */
        public Builder monitoring(Consumer<MonitoringOptions.Builder> change) {
            change.accept(monitoring);
            return this;
        }

        /** Replaces the whole group: where the state is shown over HTTP. */
        public Builder monitoring(MonitoringOptions values) {
            monitoring = values.toBuilder();
            return this;
        }

        /** Changes the group: who may log in outside of accounts. */
        public Builder authorization(Consumer<AuthorizationOptions.Builder> change) {
            change.accept(authorization);
            return this;
        }

        /** Replaces the whole group: who may log in outside of accounts. */
        public Builder authorization(AuthorizationOptions values) {
            authorization = values.toBuilder();
            return this;
        }

        /** Whom the server trusts to say who its accounts and users are. Default nobody. */
        public Builder operator(Consumer<OperatorOptions.Builder> change) {
            change.accept(operator);
            return this;
        }

        /** Subjects of the global account that are published under others. Default none. */
        public Builder mappings(Map<String, List<MappingOptions>> mappings) {
            this.mappings = Collections.unmodifiableMap(new LinkedHashMap<>(mappings));
            return this;
        }

        /** Replaces: the accounts beside the default one. */
        public Builder accounts(Iterable<? extends AccountOptions> values) {
            accounts.clear();
            values.forEach(accounts::add);
            return this;
        }

        /** The name of the system account. Default {@code $SYS}. */
        public Builder systemAccount(@Nullable String systemAccount) {
            this.systemAccount = systemAccount;
            return this;
        }

        /** Whether there is no system account. Default false. */
        public Builder noSystemAccount(boolean noSystemAccount) {
            this.noSystemAccount = noSystemAccount;
            return this;
        }

        /** TLS of the client listener. Default none, plain TCP. */
        public Builder tls(@Nullable TlsOptions tls) {
            this.tls = tls;
            return this;
        }

        /** When certificates of listeners are shown with what their authorities say of them. Default {@link OcspOptions#DEFAULT}. */
        public Builder ocsp(OcspOptions ocsp) {
            this.ocsp = Objects.requireNonNull(ocsp, "ocsp");
            return this;
        }

        /**
         * Where answers of authorities about the certificates of clients are kept, where they are asked for. Default {@link OcspCacheOptions#MEMORY};
         * that of a program and its configuration file is {@link OcspCacheOptions#LOCAL}, which may write below the working folder.
         */
        public Builder ocspCache(OcspCacheOptions ocspCache) {
            this.ocspCache = Objects.requireNonNull(ocspCache, "ocspCache");
            return this;
        }

        /** The number of event loops. Default 0: one a core, four at most. */
        public Builder loops(int loops) {
            this.loops = loops;
            return this;
        }

        /** The file that a program writes its process id to. Default none. */
        public Builder pidFile(@Nullable Path pidFile) {
            this.pidFile = pidFile;
            return this;
        }

        /** The folder that a program writes its ports file to. Default none. */
        public Builder portsFileDir(@Nullable Path portsFileDir) {
            this.portsFileDir = portsFileDir;
            return this;
        }

        /** Whether routing does without its cache of matches. Default false. */
        public Builder disableSublistCache(boolean disableSublistCache) {
            this.disableSublistCache = disableSublistCache;
            return this;
        }

        /** Every how many failed first connects to a peer one is logged. Default 3,600. */
        public Builder connectErrorReports(int connectErrorReports) {
            this.connectErrorReports = connectErrorReports;
            return this;
        }

        /** Every how many failed reconnects to a peer one is logged. Default 1. */
        public Builder reconnectErrorReports(int reconnectErrorReports) {
            this.reconnectErrorReports = reconnectErrorReports;
            return this;
        }

        /** Replaces: behaviours that are switched on or off by name. */
        public Builder featureFlags(Map<String, Boolean> values) {
            featureFlags.clear();
            featureFlags.putAll(values);
            return this;
        }

        /** The configuration file that these values came from. Default none. */
        public Builder configFile(@Nullable Path configFile) {
            this.configFile = configFile;
            return this;
        }

        /** The digest of that file, as the check mode prints it. Default none. */
        public Builder configDigest(@Nullable String configDigest) {
            this.configDigest = configDigest;
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public ServerOptions build() {
            return new ServerOptions(this);
        }
    }
}
