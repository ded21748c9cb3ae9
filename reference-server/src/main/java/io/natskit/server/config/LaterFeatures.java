// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

/** The fields of nats-server that this version knows by name only: they are refused, never ignored. */
final class LaterFeatures {
    private LaterFeatures() {}

    static boolean isField(String name) {
        return switch (name) {
            case "cluster", "gateway", "leaf", "leafnodes", "syslog", "remote_syslog", "prof_port", "prof_block_rate" ->
                true;
            default -> false;
        };
    }
}
