// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import java.util.Map;

/** Where other people's clients do otherwise, in the release that the suite installs: noted in the report, and no failure of ours. */
final class Quirks {
    private static final Map<String, Map<String, String>> ALL = Map.of(
            "nats CLI",
            Map.of("status 503 ends a request at once", "it says so, and exits with 0"),
            "nats.js",
            Map.of("CONNECT has the fields that a server goes by", "it says nothing of echo, which is then true"));

    private Quirks() {}

    /** Titles of cases and what the client does instead. */
    static Map<String, String> of(String client) {
        return ALL.getOrDefault(client, Map.of());
    }
}
