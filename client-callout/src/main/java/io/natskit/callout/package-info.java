// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * A service that servers ask who somebody is, and what he may do (ADR-26). Used by who writes such a service; its decisions are made on the
 * threads of the connection's subscriptions.
 */
@NullMarked
package io.natskit.callout;

import org.jspecify.annotations.NullMarked;
