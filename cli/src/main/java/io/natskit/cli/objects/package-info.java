// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Object stores: {@code object}.
 *
 * <p>Called by picocli, on the main thread; progress and watches come on the client's threads.
 */
@NullMarked
package io.natskit.cli.objects;

import org.jspecify.annotations.NullMarked;
