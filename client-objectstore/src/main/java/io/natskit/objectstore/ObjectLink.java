// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a link leads.
 *
 * @param bucket the store
 * @param nameOrNull the object there, or null for the whole store
 */
public record ObjectLink(String bucket, @Nullable String nameOrNull) {

    /** The object; empty for a link to a whole store. */
    public Optional<String> name() {
        return Optional.ofNullable(nameOrNull);
    }
}
