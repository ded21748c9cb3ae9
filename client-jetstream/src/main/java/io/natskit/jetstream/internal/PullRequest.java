// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.GroupSpec;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The body of a pull request, written by hand: it is sent for every few hundred messages. */
final class PullRequest {
    private PullRequest() {}

    static byte[] body(
            long batch,
            long maxBytes,
            long expiresNanos,
            boolean noWait,
            long heartbeatNanos,
            @Nullable String group,
            GroupSpec spec,
            @Nullable String pinId) {
        StringBuilder json = new StringBuilder(96).append("{\"batch\":").append(batch);
        if (maxBytes > 0) {
            json.append(",\"max_bytes\":").append(maxBytes);
        }
        if (expiresNanos > 0) {
            json.append(",\"expires\":").append(expiresNanos);
        }
        if (noWait) {
            json.append(",\"no_wait\":true");
        }
        if (heartbeatNanos > 0) {
            json.append(",\"idle_heartbeat\":").append(heartbeatNanos);
        }
        if (group != null) {
            group(json, group, spec, pinId);
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void group(StringBuilder json, String group, GroupSpec spec, @Nullable String pinId) {
        json.append(",\"group\":");
        quote(json, group);
        if (pinId != null) {
            json.append(",\"id\":");
            quote(json, pinId);
        }
        if (spec.minPending() > 0) {
            json.append(",\"min_pending\":").append(spec.minPending());
        }
        if (spec.minAckPending() > 0) {
            json.append(",\"min_ack_pending\":").append(spec.minAckPending());
        }
        if (spec.priority() >= 0) {
            json.append(",\"priority\":").append(spec.priority());
        }
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
