// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Measurements: how fast a server is for publishers, subscribers, requests, streams and buckets.
 *
 * <p>Called by picocli; each client of a measurement has a thread and a connection of its own.
 */
@NullMarked
package io.natskit.cli.bench;

import org.jspecify.annotations.NullMarked;
