// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How an instance does.
 *
 * @param name what kind of service
 * @param id which instance
 * @param version its version
 * @param metadata what else it says of itself
 * @param started since when it counts
 * @param endpoints what it counted
 */
public record ServiceStats(
        String name,
        String id,
        String version,
        Map<String, String> metadata,
        Instant started,
        List<EndpointStats> endpoints) {}
