// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Services: finding, watching and running them.
 *
 * <p>Called by picocli, on the main thread.
 */
@NullMarked
package io.natskit.cli.services;

import org.jspecify.annotations.NullMarked;
