// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.wire.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * What an endpoint counted.
 *
 * @param name its name
 * @param subject where it listens
 * @param queueGroup its queue group; empty for none
 * @param requests requests that came, those that were refused for load too
 * @param errors how many of them were answered with an error
 * @param lastError the last error; empty for none
 * @param processingTime the time it took to answer, in all
 * @param averageProcessingTime the same by request
 * @param data what the service adds, if it does and it is an object
 */
public record EndpointStats(
        String name,
        String subject,
        String queueGroup,
        long requests,
        long errors,
        String lastError,
        Duration processingTime,
        Duration averageProcessingTime,
        Optional<JsonObject> data) {}
