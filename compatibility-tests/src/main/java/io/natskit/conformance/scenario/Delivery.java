// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import io.natskit.conformance.transcript.Json;
import io.natskit.conformance.transcript.LinePattern;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A message as it arrived; bytes are carried a char a byte.
 *
 *  @param subject its subject
 *  @param reply its reply subject, or empty
 *  @param headers its header block with the version line and the empty line, or empty
 *  @param payload its payload
 */
public record Delivery(String subject, String reply, String headers, String payload) {
    /** What stands behind {@code NATS/1.0} in the first line; empty for a message of an application. */
    public String status() {
        int end = headers.indexOf("\r\n");
        return end > 8 ? headers.substring(8, end).strip() : "";
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        for (String line : headers.split("\r\n")) {
            if (line.startsWith(name + ":")) {
                return Optional.of(line.substring(name.length() + 1).strip());
            }
        }
        return Optional.empty();
    }

    /** The payload as JSON. */
    public Object json() {
        return Json.value(new String(payload.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    /** Whether it is an answer that is an error; one that tells of an error, as of a mirror without its origin, is none. */
    public boolean isError() {
        return payload.contains("\"error\":{") && json() instanceof Map<?, ?> fields && fields.containsKey("error");
    }

    @Override
    public String toString() {
        return LinePattern.shown(subject + (reply.isEmpty() ? "" : " → " + reply) + " [" + headers + "] " + payload);
    }
}
