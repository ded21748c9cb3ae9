// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import java.util.LinkedHashMap;
import java.util.Map;

/** The entries in the metadata of streams and consumers that are the server's (JA-34, ADR-44). Pure. */
public final class AssetMetadata {
    private static final String VERSION = "_nats.ver";
    private static final String LEVEL = "_nats.level";
    private static final String NATS_VERSION = "2.15.2";

    private AssetMetadata() {}

    /** Metadata without what answers add. */
    public static Map<String, String> kept(Map<String, String> metadata) {
        Map<String, String> kept = new LinkedHashMap<>(metadata);
        kept.remove(VERSION);
        kept.remove(LEVEL);
        return kept;
    }

    /** Metadata without what answers add, and with the level that the asset needs. */
    public static Map<String, String> kept(Map<String, String> metadata, int requiredLevel) {
        Map<String, String> kept = kept(metadata);
        kept.put(RequiredLevel.KEY, Integer.toString(requiredLevel));
        return kept;
    }

    /** Metadata without what answers add, and with the level of another one, so that the two can be compared. */
    public static Map<String, String> withLevelOf(Map<String, String> metadata, Map<String, String> other) {
        Map<String, String> kept = kept(metadata);
        String level = other.get(RequiredLevel.KEY);
        if (level == null) {
            kept.remove(RequiredLevel.KEY);
        } else {
            kept.put(RequiredLevel.KEY, level);
        }
        return kept;
    }

    /** Metadata with this server's version and level. */
    public static Map<String, String> shown(Map<String, String> metadata) {
        Map<String, String> shown = new LinkedHashMap<>(metadata);
        shown.put(VERSION, NATS_VERSION);
        shown.put(LEVEL, Integer.toString(RequiredLevel.SUPPORTED));
        return shown;
    }
}
