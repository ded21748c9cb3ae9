// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Rules of NATS subjects, on bytes and on character sequences: one set of rules, two forms. Called by the client's checks, the
 * server's router and permissions. Pure and stateless: any thread.
 */
@NullMarked
package io.natskit.wire.subject;

import org.jspecify.annotations.NullMarked;
