// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Options that may be left out. */
public final class Given {
    private Given() {}

    /** Hands over what was said, if anything was. */
    public static <T> void set(@Nullable T value, Consumer<T> to) {
        if (value != null) {
            to.accept(value);
        }
    }
}
