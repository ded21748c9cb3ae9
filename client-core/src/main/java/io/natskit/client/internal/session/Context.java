// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.Options;
import io.natskit.client.internal.transport.IoLoop;

/**
 * What the parts of a session share.
 *
 * @param options as the user gave them
 * @param threads where things run
 * @param loop the I/O loop that owns the session
 * @param counters the statistics
 */
record Context(Options options, Threads threads, IoLoop loop, Counters counters) {}
