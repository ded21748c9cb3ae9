// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

/** Reads the fields that say where the state is shown over HTTP (CF-07). */
final class MonitoringReader {
    private final ServerOptions.Builder options;

    MonitoringReader(ServerOptions.Builder options) {
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
            default -> {
                return false;
            }
        }
        return true;
    }

    private static MonitoringOptions.Builder host(HostPort address, MonitoringOptions.Builder to) {
        return to.host(address.host().isEmpty() ? null : address.host());
    }
}
