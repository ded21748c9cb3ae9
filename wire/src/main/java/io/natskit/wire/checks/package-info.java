// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Checks of arguments, for the modules that are built with this one. Pure; called by their options and specs, on any thread.
 */
@NullMarked
package io.natskit.wire.checks;

import org.jspecify.annotations.NullMarked;
