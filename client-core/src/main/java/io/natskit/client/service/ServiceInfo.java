// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import java.util.List;
import java.util.Map;

/**
 * What an instance says of itself.
 *
 * @param name what kind of service
 * @param id which instance
 * @param version its version
 * @param metadata what else it says of itself
 * @param description what it does, for people
 * @param endpoints where it listens
 */
public record ServiceInfo(
        String name,
        String id,
        String version,
        Map<String, String> metadata,
        String description,
        List<EndpointInfo> endpoints) {}
