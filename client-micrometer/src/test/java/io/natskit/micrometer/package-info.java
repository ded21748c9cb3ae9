// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Meters held against a server of this process. */
@NullMarked
package io.natskit.micrometer;

import org.jspecify.annotations.NullMarked;
