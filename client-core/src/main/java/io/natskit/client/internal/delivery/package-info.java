// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * From the I/O thread to the users' threads: messages, the bounded mailbox of each subscription, and the ways to run handlers.
 *
 * <p>The routing room puts messages in on the I/O thread, a read's worth at a time; handlers and waiting callers take them out on their own threads.
 */
@NullMarked
package io.natskit.client.internal.delivery;

import org.jspecify.annotations.NullMarked;
