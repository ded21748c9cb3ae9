// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The NATS client. */
@NullMarked
package io.natskit;

import org.jspecify.annotations.NullMarked;
