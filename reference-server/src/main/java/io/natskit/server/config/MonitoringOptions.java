// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Where a server shows its state over HTTP (CF-07): nowhere, unless a port is named. Immutable. */
public final class MonitoringOptions {
    private final @Nullable String host;
    private final int port;
    private final int securePort;
    private final String basePath;
    private final boolean dashboard;
    private final DashboardMessages dashboardMessages;

    private MonitoringOptions(Builder builder) {
        this.host = builder.host;
        this.port = builder.port;
        this.securePort = builder.securePort;
        this.basePath = builder.basePath;
        this.dashboard = builder.dashboard;
        this.dashboardMessages = builder.dashboardMessages;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.host = host;
        builder.port = port;
        builder.securePort = securePort;
        builder.basePath = basePath;
        builder.dashboard = dashboard;
        builder.dashboardMessages = dashboardMessages;
        return builder;
    }

    /** Whether there is a port. */
    public boolean enabled() {
        return port != 0 || securePort != 0;
    }

    /** The address or name to listen on; null for that of the client port. */
    public @Nullable String host() {
        return host;
    }

    /** The port for HTTP, 0 for none, −1 for any free one. */
    public int port() {
        return port;
    }

    /** The port for HTTPS with the certificate of the client port, 0 for none, −1 for any free one. */
    public int securePort() {
        return securePort;
    }

    /** What stands before the path of each page, empty for nothing. */
    public String basePath() {
        return basePath;
    }

    /** Whether there is a page for people, {@code /dashboard}, beside those for programs. */
    public boolean dashboard() {
        return dashboard;
    }

    /** Whether that page may hear subjects and publish. */
    public DashboardMessages dashboardMessages() {
        return dashboardMessages;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "MonitoringOptions[", "]");
        text.add("host=" + host);
        text.add("port=" + port);
        text.add("securePort=" + securePort);
        text.add("basePath=" + basePath);
        text.add("dashboard=" + dashboard);
        text.add("dashboardMessages=" + dashboardMessages);
        return text.toString();
    }

    /** Collects the values of {@link MonitoringOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private @Nullable String host;
        private int port;
        private int securePort;
        private String basePath = "";
        private boolean dashboard = true;
        private DashboardMessages dashboardMessages = DashboardMessages.WITHOUT_LOGIN;

        private Builder() {}

        /** The address or name to listen on. Default null, that of the client port. */
        public Builder host(@Nullable String host) {
            this.host = host;
            return this;
        }

        /** The port for HTTP. Default 0: none; −1 takes any free port. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** The port for HTTPS, which needs TLS of the client port. Default 0: none; −1 takes any free port. */
        public Builder securePort(int securePort) {
            this.securePort = securePort;
            return this;
        }

        /** What stands before the path of each page. Default empty. */
        public Builder basePath(String basePath) {
            this.basePath = Objects.requireNonNull(basePath, "basePath");
            return this;
        }

        /** Whether there is a page for people, {@code /dashboard}, beside those for programs. Default true. */
        public Builder dashboard(boolean dashboard) {
            this.dashboard = dashboard;
            return this;
        }

        /** Whether that page may hear subjects and publish. Default only where nobody has to log in. */
        public Builder dashboardMessages(DashboardMessages dashboardMessages) {
            this.dashboardMessages = Objects.requireNonNull(dashboardMessages, "dashboardMessages");
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public MonitoringOptions build() {
            return new MonitoringOptions(this);
        }
    }
}
