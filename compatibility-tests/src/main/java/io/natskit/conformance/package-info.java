// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The judge. */
@NullMarked
package io.natskit.conformance;

import org.jspecify.annotations.NullMarked;
