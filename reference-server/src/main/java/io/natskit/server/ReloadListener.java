// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.ServerOptions;

/** Told of each reload by a server whose surroundings (log files, a pid file) depend on its options. */
@FunctionalInterface
public interface ReloadListener {
    /**
     * Other options are in force, and the log has told which; clients are told afterwards. Called on the thread that reloads, one reload after another; must not
     * throw.
     */
    void reloaded(ServerOptions before, ServerOptions now);
}
