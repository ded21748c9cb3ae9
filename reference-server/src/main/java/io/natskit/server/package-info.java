// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The reference server. */
@NullMarked
package io.natskit.server;

import org.jspecify.annotations.NullMarked;
