// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** What the server refuses and endures: the trust goals that its own tests can show, each named by its row. Speaks raw bytes. Called by JUnit. */
@NullMarked
package io.natskit.server.trust;

import org.jspecify.annotations.NullMarked;
