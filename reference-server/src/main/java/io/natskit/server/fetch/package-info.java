// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What the server fetches from others by HTTP. Those who look for accounts and those who ask authorities about certificates call it, on threads that may
 * wait.
 */
@NullMarked
package io.natskit.server.fetch;

import org.jspecify.annotations.NullMarked;
