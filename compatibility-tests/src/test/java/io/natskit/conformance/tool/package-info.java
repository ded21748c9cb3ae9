// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Our command line, run in this process against each server of the suite. */
@NullMarked
package io.natskit.conformance.tool;

import org.jspecify.annotations.NullMarked;
