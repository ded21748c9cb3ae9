// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import java.util.Map;

/**
 * What an instance says of an endpoint.
 *
 * @param name its name; several may share one
 * @param subject where it listens
 * @param queueGroup its queue group; empty for none
 * @param metadata what else is said of it
 */
public record EndpointInfo(String name, String subject, String queueGroup, Map<String, String> metadata) {}
