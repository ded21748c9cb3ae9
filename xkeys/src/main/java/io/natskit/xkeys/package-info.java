// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Sealing with curve keys. Called by servers and services of authorization callouts, and by whoever else wants it; any thread. */
@NullMarked
package io.natskit.xkeys;

import org.jspecify.annotations.NullMarked;
