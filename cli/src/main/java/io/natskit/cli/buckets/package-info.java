// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Key-value buckets: {@code kv}.
 *
 * <p>Called by picocli, on the main thread; a watch tells on the client's threads.
 */
@NullMarked
package io.natskit.cli.buckets;

import org.jspecify.annotations.NullMarked;
