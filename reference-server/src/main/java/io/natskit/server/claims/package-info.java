// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What the system account may ask about the claims of accounts in operator mode, and what a directory of them asks other servers
 * ({@code $SYS.REQ.CLAIMS.>}, {@code $SYS.REQ.ACCOUNT.*.CLAIMS.>}). Built by the server when it starts. Requests are received on the first
 * loop, worked out on threads that may wait, and answered from the loop.
 */
@NullMarked
package io.natskit.server.claims;

import org.jspecify.annotations.NullMarked;
