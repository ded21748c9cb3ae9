// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import java.time.Duration;
import java.util.Map;

/**
 * An instance that is there.
 *
 * @param name what kind of service
 * @param id which instance
 * @param version its version
 * @param metadata what else it says of itself
 * @param rtt how long its answer took, from the sending of the question on
 */
public record ServicePing(String name, String id, String version, Map<String, String> metadata, Duration rtt) {}
