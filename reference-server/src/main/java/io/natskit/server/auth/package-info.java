// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Who somebody is and what they may do: credentials become an identity, an identity carries permissions. Called by the session (log-in,
 * SUB, PUB) and the router (delivery). Identities and permissions are immutable and free for any thread; slow checks (bcrypt, signatures)
 * run on an executor that is handed in, never on a loop.
 */
@NullMarked
package io.natskit.server.auth;

import org.jspecify.annotations.NullMarked;
