// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.reload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values that are compared and never shown: there may be secrets among them.
 *
 * @param values the values, each with an {@code equals}
 */
record Opaque(List<? extends @Nullable Object> values) {
    @Override
    public String toString() {
        return "<hidden>";
    }
}
