// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Which message goes where: subscriptions by their number, replies by the token in their inbox subject, errors by the subject in their text.
 *
 * <p>The session hands in decoded messages on the I/O thread; callers add and remove subscriptions and requests on their own threads, under short locks.
 */
@NullMarked
package io.natskit.client.internal.routing;

import org.jspecify.annotations.NullMarked;
