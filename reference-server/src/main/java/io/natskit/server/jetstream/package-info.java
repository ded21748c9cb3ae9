// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** JetStream as the server sees it: one object that starts and closes all of it. Called by the server. */
@NullMarked
package io.natskit.server.jetstream;

import org.jspecify.annotations.NullMarked;
