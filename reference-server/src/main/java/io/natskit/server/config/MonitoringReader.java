// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Map;

/** Reads the fields that say where the state is shown over HTTP (CF-07). */
final class MonitoringReader {
    private final ConfigProblems problems;
    private final ServerOptions.Builder options;

    MonitoringReader(ConfigProblems problems, ServerOptions.Builder options) {
        this.problems = problems;
        this.options = options;
    }

    /** Whether the field is one of these. */
    boolean read(String name, ConfigNode node) {
        switch (name) {
            case "http" -> {
                HostPort address = HostPort.read(node);
                options.monitoring(m -> host(address, m).port(address.port()));
            }
            case "https" -> {
                HostPort address = HostPort.read(node);
                options.monitoring(m -> host(address, m).securePort(address.port()));
            }
            case "http_port", "monitor_port" -> {
                int port = ConfigProblems.integer(node);
                options.monitoring(m -> m.port(port));
            }
            case "https_port" -> {
                int port = ConfigProblems.integer(node);
                options.monitoring(m -> m.securePort(port));
            }
            case "http_base_path" -> {
                String path = ConfigProblems.string(node);
                options.monitoring(m -> m.basePath(path));
            }
            case "dashboard" -> dashboard(node);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** NatsKit's own: a truth value, or a block. */
    private void dashboard(ConfigNode node) {
        if (!(node.value() instanceof Map)) {
            boolean on = ConfigProblems.bool(node);
            options.monitoring(m -> m.dashboard(on));
            return;
        }
        ConfigProblems.map(node).forEach((field, value) -> {
            switch (GoText.lower(field)) {
                case "enabled" -> {
                    boolean on = ConfigProblems.bool(value);
                    options.monitoring(m -> m.dashboard(on));
                }
                case "messages" -> {
                    DashboardMessages messages =
                            ConfigProblems.bool(value) ? DashboardMessages.ALWAYS : DashboardMessages.NEVER;
                    options.monitoring(m -> m.dashboardMessages(messages));
                }
                default -> problems.unknown(value, field);
            }
        });
    }

    private static MonitoringOptions.Builder host(HostPort address, MonitoringOptions.Builder to) {
        return to.host(address.host().isEmpty() ? null : address.host());
    }
}
