// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Tenants: each account is a subject space of its own, with its interest and its limits. Called by the session (connect, subscribe) and
 * the router (publish). Any thread.
 */
@NullMarked
package io.natskit.server.account;

import org.jspecify.annotations.NullMarked;
