// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * What servers and JetStream tell of on their own: advisories, metrics, who comes and goes.
 *
 * <p>Called by picocli, on the main thread; events are shown one after another on the connection's.
 */
@NullMarked
package io.natskit.cli.events;

import org.jspecify.annotations.NullMarked;
