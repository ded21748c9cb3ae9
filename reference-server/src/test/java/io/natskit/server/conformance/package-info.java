// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** What our server does on the wire, held against the real nats-server where it is installed. Run by Failsafe; each test has servers of its own. */
@NullMarked
package io.natskit.server.conformance;

import org.jspecify.annotations.NullMarked;
