// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * What buckets and object stores share on top of JetStream: how they wait, where users' code runs, lists in pages in every shape. No state. Called by the stores' engines and by JetStream's own, on any
 * thread.
 */
@NullMarked
package io.natskit.jetstream.internal.store;

import org.jspecify.annotations.NullMarked;
