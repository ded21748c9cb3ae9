// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

/** Configurations of servers that speak MQTT, at a port that they choose and tell ({@link LoggedPort#MQTT}). */
public final class MqttConfig {
    private MqttConfig() {}

    /** MQTT with these fields in its block; the name and the streams that it wants beside it; and more. */
    public static String of(String more, String fields) {
        return more + "\nserver_name: devices\njetstream { store_dir: \"${store}\" }\nmqtt { listen: \"127.0.0.1:-1\"\n"
                + fields + "}\n";
    }
}
