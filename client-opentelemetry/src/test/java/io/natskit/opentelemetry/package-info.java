// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Spans held against a server of this process. */
@NullMarked
package io.natskit.opentelemetry;

import org.jspecify.annotations.NullMarked;
