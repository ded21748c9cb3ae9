// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What waits to be written: blocks of memory that messages are encoded into and sockets write from, bounded in all, and the rule who writes them.
 *
 * <p>Callers publish on their own threads; whoever finds nobody writing may become the writer for a moment, and whoever fills a block does. The I/O thread writes
 * the rest, and attaches and detaches links. One lock guards the state, is never held across I/O or a callback, and every write is non-blocking, so that an interrupted caller cannot
 * close the channel for the others.
 */
@NullMarked
package io.natskit.client.internal.outbox;

import org.jspecify.annotations.NullMarked;
