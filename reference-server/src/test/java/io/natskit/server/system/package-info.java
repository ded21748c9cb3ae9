// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** What the system account is told, and when. Speaks raw bytes. Called by JUnit. */
@NullMarked
package io.natskit.server.system;

import org.jspecify.annotations.NullMarked;
