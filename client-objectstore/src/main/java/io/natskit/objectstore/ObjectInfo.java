// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object's description (ADR-20).
 *
 * @param bucket the store's name
 * @param name the object's name
 * @param description what it is; empty for nothing
 * @param headers names with values, as the user likes
 * @param metadata names and values, as the user likes
 * @param chunkBytes the most bytes of a chunk; 0 when whoever wrote it did not say
 * @param link where it leads; null for an object
 * @param nuid the id its chunks are found by
 * @param size how many bytes it has
 * @param chunks in how many chunks
 * @param digest {@code SHA-256=} and the digest in base64 for URLs; empty for none
 * @param deleted whether it was deleted
 * @param modified when the description was written, by the server's clock; by this client's for one that was just put
 */
public record ObjectInfo(
        String bucket,
        String name,
        String description,
        Map<String, List<String>> headers,
        Map<String, String> metadata,
        int chunkBytes,
        @Nullable ObjectLink link,
        String nuid,
        long size,
        long chunks,
        String digest,
        boolean deleted,
        Instant modified) {

    /** Copies the maps. */
    public ObjectInfo {
        headers = Map.copyOf(headers);
        metadata = Map.copyOf(metadata);
    }

    /** Whether it is a link. */
    public boolean isLink() {
        return link != null;
    }
}
