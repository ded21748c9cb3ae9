// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The server in a user's own tests. */
@NullMarked
package io.natskit.junit;

import org.jspecify.annotations.NullMarked;
