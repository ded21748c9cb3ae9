// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Events for the JDK's flight recorder: what lives here is one class an event, which does nothing and allocates nothing that lasts unless a recording wants it.
 * Called by the rooms where the things happen, on the threads where they happen.
 */
@NullMarked
package io.natskit.client.internal.flight;

import org.jspecify.annotations.NullMarked;
