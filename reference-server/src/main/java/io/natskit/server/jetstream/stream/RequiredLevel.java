// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API level that a request or an asset needs (JA-34, ADR-44). A stream or a consumer that a newer server made, and that needs a higher level than this one has, is kept and shown, but
 * does nothing. Pure.
 */
public final class RequiredLevel {
    /** The name of the entry in an asset's metadata. */
    static final String KEY = "_nats.req.level";

    /** The highest level that this server has. */
    public static final int SUPPORTED = 5;

    private RequiredLevel() {}

    /** Whether this server has that level; what is no number it has not. */
    public static boolean isSupported(String level) {
        try {
            return Integer.parseInt(level) <= SUPPORTED;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Why an asset with such metadata cannot be put to work, in nats-server's words; null if it can. */
    public static @Nullable String unsupported(Map<String, String> metadata) {
        String level = metadata.getOrDefault(KEY, "");
        return level.isEmpty() || isSupported(level)
                ? null
                : "unsupported - required API level: " + level + ", current API level: " + SUPPORTED;
    }
}
