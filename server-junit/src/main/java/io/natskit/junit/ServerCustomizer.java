// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import io.natskit.server.config.ServerOptions;

/**
 * Changes the options of a server before it starts, for all that annotations cannot say. Named by {@link NatsServerTest#options()}, it needs a constructor
 * without parameters.
 */
@FunctionalInterface
public interface ServerCustomizer {
    /** Changes {@code options}, which hold what the other settings said. */
    void customize(ServerOptions.Builder options);
}
