// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/** Other people's MQTT clients with each server: Eclipse Paho, the HiveMQ client, and mosquitto's programs where they are installed. Called by JUnit. */
@NullMarked
package io.natskit.conformance.mqtt;

import org.jspecify.annotations.NullMarked;
