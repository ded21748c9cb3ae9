// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import java.util.Map;

/** The level of the API that streams and consumers need, which servers write among their metadata. */
public final class ApiLevels {
    private static final String NEEDED = "_nats.req.level";

    private ApiLevels() {}

    /** What these metadata say; 0 where they say nothing. */
    public static int needed(Map<String, String> metadata) {
        try {
            return Integer.parseInt(metadata.getOrDefault(NEEDED, "0"));
        } catch (NumberFormatException e) {
            return 0; // whoever makes a stream may write there what he likes
        }
    }
}
