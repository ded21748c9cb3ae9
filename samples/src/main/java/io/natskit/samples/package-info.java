// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** One runnable main per feature. */
@NullMarked
package io.natskit.samples;

import org.jspecify.annotations.NullMarked;
